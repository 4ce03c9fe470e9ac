"""The page for phones without a window: served from the terminal, where the evening is run, too."""

import contextlib
import shlex
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import click

from moedeapp.cli.finding import changing, held_open
from moedeapp.cli.speaking import command, file_argument, flag, option
from moedeapp.model.commands import network
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, MoedeError
from moedeapp.texts import _, explain, mark, rung
from moedeapp.ui.networks import Network, likely_rung

if TYPE_CHECKING:
    from moedeapp.web.server import Status

_NOWHERE: Final = "192.0.2.1"
"""An address that belongs to nobody, to ask the system which way out it would take."""


@command(help=mark("Let phones follow FILE and take part, until Ctrl+C."))
@file_argument()
@option("--address", default="", help=mark("The address of this computer that phones call."))
@option("--port", type=int, default=8080, show_default=True,
        help=mark("The port; the next free one if it is taken."))  # fmt: skip
@flag("--no-ideas", help=mark("Let phones send no ideas."))
@flag("--children", help=mark("Speak in plainer words, for children."))
def serve(file: Path, address: str, port: int, no_ideas: bool, children: bool) -> None:
    """Serve one meeting; the lines typed meanwhile are commands on it, without the file's name."""
    from moedeapp.web.public import Offer
    from moedeapp.web.server import NoPort, Server

    host = address or own_address()
    with (
        changing(file) as document,
        held_open(document),
        _asked_to_end_is_a_key(),
        _Answers(document, host) as answers,
    ):
        server = Server(
            document,
            host,
            port,
            offer=Offer(ideas=not no_ideas, children=children),
            on_change=answers.hear,
        )
        try:
            told = server.start()
        except NoPort:
            raise BadValue("address", host, "not_allowed") from None
        try:
            click.echo(_("Phones can come in at {url}").format(url=told.url))
            click.echo(
                _(
                    "Type commands without the name of the file, such as “phase next”. "
                    "Stop with Ctrl+C."
                )
            )
            _run_lines(click.get_current_context().find_root().command, file)
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
            click.echo(_("Phones cannot come in any more. What came in is saved."))


class _Answers:
    """Says that a phone has answered, and on which rung; once, and then the meeting knows."""

    def __init__(self, document: Document, host: str) -> None:
        self._document = document
        self._host = host
        self._teller: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_what: object) -> None:
        if self._teller is not None:
            self._teller.join()

    def hear(self, status: "Status") -> None:
        """Hand the first answer over; the thread that serves never waits for the file."""
        if status.answered and self._teller is None:
            self._teller = threading.Thread(target=self._tell, name="answer")
            self._teller.start()

    def _tell(self) -> None:
        printed = self._document.state.facts.slip_address
        reached = likely_rung(Network("", self._host), printed)
        click.echo(_("A phone has answered: {rung}.").format(rung=rung(reached)))
        with contextlib.suppress(MoedeError):
            self._document.apply(network.reach(reached))


def _run_lines(root: click.Command, file: Path) -> None:
    """Run what is typed, line by line; when nothing more can come, wait for the end."""
    for line in sys.stdin:
        try:
            words = _with_file(root, shlex.split(line), file)
            if words:
                root.main(words, prog_name="moede", standalone_mode=False)
        except MoedeError as error:
            click.echo(explain(error), err=True)
        except click.ClickException as error:
            error.show()
        except ValueError as error:
            click.echo(str(error), err=True)
    threading.Event().wait()


def _with_file(root: click.Command, words: list[str], file: Path) -> list[str]:
    """The words with the file's name where the command wants it."""
    found, place = root, 0
    while isinstance(found, click.Group) and place < len(words):
        inner = found.commands.get(words[place])
        if inner is None:
            break
        found, place = inner, place + 1
    if any(parameter.name == "file" for parameter in found.params):
        return [*words[:place], str(file), *words[place:]]
    return words


def own_address() -> str:
    """The address this computer would call others from; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect((_NOWHERE, 9))
            return str(asked.getsockname()[0])
        except OSError:
            return "127.0.0.1"


@contextlib.contextmanager
def _asked_to_end_is_a_key() -> Iterator[None]:
    """Let the system's polite request to end do what Ctrl+C does."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    # Both: a shell's background job starts with Ctrl+C ignored.
    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
