"""What may be typed in about organisations."""
