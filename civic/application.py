"""Puts the application together: settings, extensions, slices, policies and panels."""

from __future__ import annotations

import importlib
import re

from civic import slices
from civic.accounts import queries as people
from civic.assets import first_fonts, url_of
from civic.config import ROOT, Config
from civic.kernel import access, db, delivery, log, mail, pages, queue, web, words
from civic.organisations.queries import actor_for
from civic.texts.queries import office, office_address, reworded

PANEL = re.compile(r"panel\(\s*['\"]([\w.]+)['\"]")


def create_app(config: Config | None = None) -> web.CivicFlask:
    """Build the application from its settings (read from the environment when none are given)."""
    config = config or Config.from_env()
    app = web.CivicFlask("civic", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config["CIVIC"] = config
    app.testing = config.testing
    log.configure()
    db.init_app(app, config.database_url)
    words.init_app(app)
    web.init_app(app, config)
    queue.init_app(app, config)
    delivery.init_app(app, config)
    web.login_manager.user_loader(people.find_signed_in)
    access.load_actors_by(actor_for)
    mail.word_by(reworded)
    mail.sign_by(office)
    delivery.answered_by(office_address)
    web.template_globals(app, config)
    app.jinja_env.globals["panel"] = show_panel
    load_policies()
    pages.init_app(app, slices.NAVIGATION, url_of)
    app.jinja_env.globals["first_fonts"] = first_fonts()
    for blueprint, prefix in slices.BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=prefix)
    check_panels()
    return app


def load_policies() -> None:
    """Define every permission, so that none is asked for without a rule."""
    for name in slices.POLICIES:
        importlib.import_module(name)
    access.check_rules()


def show_panel(name: str, *args: object, **options: object) -> object:
    """What an upper slice adds to a lower slice's page."""
    return slices.PANELS[name](*args, **options)


def check_panels() -> None:
    """Fail at start-up when a template shows a panel that no slice fills."""
    for template in (ROOT / "templates").rglob("*.html"):
        unknown = set(PANEL.findall(template.read_text())) - set(slices.PANELS)
        if unknown:
            raise RuntimeError(
                f"{template.name} shows panels that civic/slices.py does not map: {', '.join(sorted(unknown))}"
            )
