"""Which network phones come in by, and what is said when none gets through."""

import pytest

from moedeapp.model.meeting import Rung
from moedeapp.ui.networks import Network, Standing, Wire, advice, likely_rung, ranked
from moedeapp.ui.surroundings import networks

WIFI = Network("wlan0", "192.168.1.40", Wire.WIRELESS, way_out=True)
CABLE = Network("eth0", "10.1.2.3", Wire.CABLE)


@pytest.mark.parametrize(
    ("network", "standing"),
    [
        (WIFI, Standing.REAL),
        (CABLE, Standing.REAL),
        (Network("en0", "172.16.0.9", Wire.WIRELESS), Standing.REAL),
        (Network("{6FD1}", "192.168.137.1", Wire.WIRELESS, "Wi-Fi"), Standing.HOTSPOT),
        (Network("wlan0", "10.42.0.1", Wire.WIRELESS), Standing.HOTSPOT),
        (Network("bridge100", "192.168.2.1", Wire.UNKNOWN), Standing.HOTSPOT),
        (Network("eth0", "80.62.117.5", Wire.CABLE), Standing.PUBLIC),
        (Network("docker0", "172.17.0.1", Wire.CABLE, way_out=True), Standing.VIRTUAL),
        (Network("br-4c1f", "172.18.0.1", Wire.CABLE), Standing.VIRTUAL),
        (Network("veth01a", "10.9.0.1", Wire.CABLE), Standing.VIRTUAL),
        (Network("virbr0", "192.168.122.1", Wire.CABLE), Standing.VIRTUAL),
        (Network("wg0", "10.8.0.2", Wire.UNKNOWN), Standing.VIRTUAL),
        (Network("tun0", "10.8.0.6", Wire.VIRTUAL), Standing.VIRTUAL),
        (Network("utun4", "10.8.0.7", Wire.UNKNOWN), Standing.VIRTUAL),
        (Network("{1}", "172.24.0.1", Wire.CABLE, "vEthernet (WSL)"), Standing.VIRTUAL),
        (Network("{2}", "192.168.56.1", Wire.CABLE, "VirtualBox Host-Only"), Standing.VIRTUAL),
        (Network("{3}", "10.20.0.2", Wire.CABLE, "Cisco AnyConnect"), Standing.VIRTUAL),
        (Network("wlan0", "169.254.9.9", Wire.WIRELESS), Standing.UNASSIGNED),
        (Network("lo", "127.0.0.1", Wire.LOOPBACK), Standing.LOOPBACK),
    ],
)
def test_every_network_stands_where_phones_find_it(network, standing):
    assert network.standing is standing
    assert network.address in network.words
    assert ("(" in network.words.replace(network.title, "")) is (standing is not Standing.REAL)


def test_the_hall_comes_first_and_what_no_phone_reaches_last():
    hotspot = Network("ap0", "192.168.12.1", Wire.WIRELESS)
    public = Network("eth1", "80.62.117.5", Wire.CABLE)
    vpn = Network("tun0", "10.8.0.6", Wire.VIRTUAL, way_out=True)
    given = Network("wlan1", "169.254.9.9", Wire.WIRELESS)
    loop = Network("lo", "127.0.0.1", Wire.LOOPBACK)
    order = [WIFI, CABLE, hotspot, public, vpn, given, loop]
    assert ranked(reversed(order)) == order


def test_the_way_out_decides_between_real_networks_and_then_the_air():
    cable = Network("eth0", "10.1.2.3", Wire.CABLE, way_out=True)
    air = Network("wlan0", "192.168.1.40", Wire.WIRELESS)
    assert ranked([air, cable]) == [cable, air]
    assert ranked([CABLE, air]) == [air, CABLE]


def test_the_kind_of_network_is_guessed_until_somebody_says():
    router = Network("wlan0", "192.168.8.2", Wire.WIRELESS)
    assert likely_rung(router, "") is Rung.HALL
    assert likely_rung(router, "192.168.8.2:8080") is Rung.ROUTER
    assert likely_rung(WIFI, "192.168.8.2:8080") is Rung.HALL
    assert likely_rung(Network("{1}", "192.168.137.1"), "") is Rung.HOTSPOT


def test_advice_leads_from_the_phone_by_router_and_hotspot_to_paper():
    keys = [each.key for each in advice([WIFI])]
    assert keys == ["same", "firewall", "login", "router", "hotspot", "paper"]
    assert all(each.question and each.act for each in advice([WIFI]))


def test_a_vpn_is_named_when_there_is_one():
    told = advice([WIFI, Network("{4}", "10.8.0.6", Wire.VIRTUAL, "NordVPN")])
    assert [each.key for each in told][1] == "vpn"
    assert "NordVPN" in told[1].act
    docker = Network("docker0", "172.17.0.1", Wire.CABLE)
    assert "vpn" not in [each.key for each in advice([docker])]


def test_this_computer_tells_of_its_networks_best_first(qapp):
    found = networks()
    assert "127.0.0.1" in [network.address for network in found]
    assert found == ranked(found)
    assert sum(network.way_out for network in found) <= 1
