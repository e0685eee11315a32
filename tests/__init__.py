"""All tests; the folder names say which kind (architecture, unit, integration, browser)."""
