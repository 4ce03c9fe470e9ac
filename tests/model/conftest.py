"""Open meetings for the tests of the model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from tests.model.evenings import QUESTION, in_phase, stages, ticking_source


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a meeting may be made; a name with Danish letters."""
    return tmp_path / "møde på torvet.moede"


@pytest.fixture
def document(path: Path) -> Iterator[Document]:
    """A new meeting in its first phase."""
    with Document.create(path, source=ticking_source(), words=QUESTION) as document:
        yield document


@pytest.fixture
def collecting(document: Document) -> Document:
    """A new meeting in the phase Ideas."""
    return in_phase(document, Phase.IDEAS)


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One evening as file contents, by stage."""
    return dict(stages(tmp_path_factory.mktemp("stages")))


@pytest.fixture
def at_stage(path: Path, staged: dict[str, bytes]) -> Iterator[Callable[[str], Document]]:
    """Opens the evening at a stage."""
    opened: list[Document] = []

    def open_at(stage: str) -> Document:
        path.write_bytes(staged[stage])
        opened.append(Document.open(path, source=ticking_source(stage)))
        return opened[-1]

    yield open_at
    for document in opened:
        document.close()
