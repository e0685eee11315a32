"""The log of the program: one event one line, in JSON, without the values of variables."""

from __future__ import annotations

import sys

import structlog


def configure() -> None:
    """Write events to standard error, each with its time (UTC), level and, for a fault, the trace as one field."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            # In ASCII, for some readers end a line at U+0085 or U+2028, and some terminals obey U+009B.
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
