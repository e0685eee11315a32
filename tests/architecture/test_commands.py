"""Every write is a named command whose first line asks whether the actor may."""

from __future__ import annotations

import ast

from tests.fixtures.sources import Function, Module, modules, told

#: Commands that do not begin with authorize(...), each with the reason that was found good.
REVIEWED = {
    "civic.accounts.commands.addresses.ask_for_letter": "anybody may type an address; it writes a request, not an answer",
    "civic.accounts.commands.addresses.come_by_link": "the one-time token says who it is",
    "civic.accounts.commands.addresses.register": "the one-time token says whose address it is",
    "civic.accounts.commands.addresses.reset_password": "the one-time token says who it is",
    "civic.accounts.commands.profile.agree_to_address": "the one-time token says who it is",
    "civic.accounts.commands.profile.stop_address_change": "the one-time token says who it is",
    "civic.accounts.commands.authenticator.spend_recovery_code": "the code itself says that its owner is there",
    "civic.accounts.commands.authenticator.spend_step": "the code itself says that its owner is there",
    "civic.accounts.commands.provider.come_from_provider": "the city's provider vouches for the person; the token was checked",
    "civic.accounts.commands.passkeys.spend_challenge": "part of an answer by which nobody is signed in yet",
    "civic.accounts.commands.passkeys.use_passkey": "the signature was checked; nobody is signed in yet",
    "civic.accounts.commands.credentials.set_password": "one's own password needs no right; another's is authorised",
    "civic.notifications.commands.followers.confirm_follower": "the token of the letter says whose address it is",
    "civic.notifications.commands.followers.drop_follower": "the signed address in each letter does only this",
    "civic.notifications.commands.followers.follow_by_letter": "anybody may type an address; a letter asks its owner",
    "civic.notifications.commands.following.stop_letters": "the signed address in each letter does only this",
    "civic.moderation.commands.appeals.appeal_as_reporter": "the private link of the report is the right; nobody needs an account",
    "civic.meetings.commands.registering.confirm": "the private link of the letter says whose address it is",
    "civic.meetings.commands.registering.leave": "the private link of the registration does only this",
    "civic.meetings.commands.registering.move_up": "part of acts that were authorised: a seat is given back, or there are more",
    "civic.meetings.commands.registering.tell_registered": "part of acts that were authorised: a meeting is moved or cancelled",
    "civic.meetings.commands.registering.forget_registrations_of": "part of the erasure of an account, which was authorised",
    "civic.proposals.commands.boards.note_on_plan": "the private link itself is the right; nobody needs an account",
    "civic.organisations.commands.inviting.begin_account": "nobody is anybody yet; the letter's link shows whose address it is",
    "civic.accounts.commands.sessions.sign_in": "nobody is anybody before it; the password was checked",
}


def commands() -> list[tuple[Module, Function]]:
    """The public functions of every commands module."""
    return [
        (module, node)
        for module in modules()
        if "commands" in module.name.split(".")[2:]
        for node in module.tree.body
        if isinstance(node, Function) and not node.name.startswith("_")
    ]


def first_statement(function: Function) -> ast.stmt | None:
    """The first line of a function that does something; `forum = phase.forum` only gives a name."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return next((line for line in body if not is_a_name(line)), None)


def is_a_name(statement: ast.stmt) -> bool:
    """Whether a statement only names what is there already."""
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name | ast.Attribute)


def calls_authorize(statement: ast.stmt | None) -> bool:
    """Whether a statement is a call of authorize()."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    return ast.unparse(statement.value.func) in {"authorize", "access.authorize"}


def test_commands_say_who_acts() -> None:
    faults = [
        module.at(function) + f" {function.name}"
        for module, function in commands()
        if "by" not in {argument.arg for argument in function.args.kwonlyargs}
        and f"{module.name}.{function.name}" not in REVIEWED
    ]
    assert not faults, told(faults, "Take the actor as the keyword `by`:")


def test_commands_begin_with_authorize() -> None:
    faults = [
        module.at(function) + f" {function.name}"
        for module, function in commands()
        if not calls_authorize(first_statement(function)) and f"{module.name}.{function.name}" not in REVIEWED
    ]
    assert not faults, told(
        faults, "Begin the command with authorize(by, Permission.…), or add it to REVIEWED with a reason:"
    )


def test_the_reviewed_list_holds_only_what_is_there() -> None:
    there = {f"{module.name}.{function.name}" for module, function in commands()}
    needless = {
        f"{module.name}.{function.name}"
        for module, function in commands()
        if calls_authorize(first_statement(function))
        and "by" in {argument.arg for argument in function.args.kwonlyargs}
    }
    faults = [name for name in REVIEWED if name not in there or name in needless]
    assert not faults, told(faults, "Take out of REVIEWED what is gone or authorises by now:")


def test_queries_never_write() -> None:
    faults = [
        f"{module.at(node)} {name}"
        for module in modules()
        if "queries" in module.name.split(".")[2:]
        for node, name in module.dotted_names()
        if name in {"db.session.add", "db.session.add_all", "db.session.delete", "db.session.merge"}
    ]
    assert not faults, told(faults, "A query asks; what writes is a command:")
