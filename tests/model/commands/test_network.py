import pytest

from moedeapp.model.commands import evening, network
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, NothingToUndo
from moedeapp.model.meeting import Rung, numbered


def test_every_change_of_the_connection_is_kept_with_its_time(document: Document) -> None:
    assert network.present(document.state) is None
    for rung in (Rung.HALL, Rung.HALL, Rung.PAPER, Rung.ROUTER):
        document.apply(network.reach(rung))
    found = numbered(document.state.connections)
    assert [each.rung for each in found] == [Rung.HALL, Rung.PAPER, Rung.ROUTER]
    assert [each.at for each in found] == sorted({each.at for each in found})
    assert network.present(document.state) is Rung.ROUTER
    told = [e.facts for e in document.snapshot().entries if e.act == "network.reach"]
    assert told == [{"rung": "hall"}, {"rung": "paper"}, {"rung": "router"}]


def test_what_the_network_does_is_no_act_to_take_back(document: Document) -> None:
    document.apply(network.reach(Rung.PAPER))
    with pytest.raises(NothingToUndo):
        document.undo()


@pytest.mark.parametrize("address", ["192.168.8.2:8080", "10.0.0.1", ""])
def test_slips_carry_an_address_with_or_without_a_port(document: Document, address: str) -> None:
    for typed in (address, f"http://{address}/", f" {address} "):
        document.apply(evening.describe(slip_address=typed))
        assert document.state.facts.slip_address == address


@pytest.mark.parametrize(
    "address",
    ["havnen.dk", "192.168.8", "192.168.8.256", "192.168.8.2:", "192.168.8.2:0",
     "192.168.8.2:65536", "192.168.8.2:+8", "https://192.168.8.2:8080",
     "192.168.8.2:\N{FULLWIDTH DIGIT EIGHT}"],
)  # fmt: skip
def test_anything_else_is_no_address(document: Document, address: str) -> None:
    with pytest.raises(BadValue) as refused:
        document.apply(evening.describe(slip_address=address))
    assert refused.value.problem == "not_an_address"
