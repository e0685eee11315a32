"""The application for a WSGI server of your own choice: `gunicorn wsgi:app`; `civic serve` needs none."""

from civic.serving import application

app = application()
