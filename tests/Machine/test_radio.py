"""The network that a card image makes of its own, with radios: mac80211_hwsim in the emulated PC, real systemd, wpa_supplicant and dnsmasq, and two stations that join.

    EDGESEED_VM=… EDGESEED_BINARY=… python3 -m unittest -v tests/Machine/test_radio.py      (two to five minutes; too long for every commit)

The rig must have been made with the packages below in VMRIG_PKGS, as image.sh makes one.
"""
import os
import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from needs import absent, given

PACKAGES = "wpasupplicant dnsmasq-base busybox iw aria2"
TREE = Path(__file__).resolve().parents[2] / "deploy/image/root"
MODULES = ("kernel/net/rfkill/rfkill.ko", "kernel/lib/crypto/libarc4.ko", "kernel/net/wireless/cfg80211.ko", "kernel/net/mac80211/mac80211.ko",
           "kernel/drivers/net/wireless/mac80211_hwsim.ko", "kernel/crypto/ccm.ko", "kernel/crypto/cmac.ko", "kernel/arch/x86/crypto/aesni-intel.ko")
# A station: a radio in a network namespace of its own, which joins, is given an address, and looks whether there is internet, as a phone does.
JOIN = """
set -e
ip netns add {name}
iw phy "$(cat /sys/class/net/{device}/phy80211/name)" set netns name {name}
in_it() {{ ip netns exec {name} "$@"; }}
in_it ip link set lo up
in_it ip link set {device} up
mkdir -p /etc/netns/{name} /srv/{name}
printf 'network={{\\nssid="Class 7b"\\nkey_mgmt=WPA-PSK\\npsk="correct horse"\\n}}\\n' >/srv/{name}/radio
in_it wpa_supplicant -B -i {device} -c /srv/{name}/radio >/dev/null
printf '#!/bin/sh\\n[ "$1" != bound ] || {{ ip address add "$ip/$mask" dev {device}; ip route add default via "$router"; echo "nameserver $dns" >/srv/{name}/dns; echo "address $ip"; }}\\n' >/srv/{name}/lease
chmod 755 /srv/{name}/lease
in_it busybox udhcpc -i {device} -n -q -t 60 -s /srv/{name}/lease
cp /srv/{name}/dns /etc/netns/{name}/resolv.conf
in_it busybox wget -q -O - http://connectivitycheck.example/generate_204
"""
FETCH = """
set -e
ip netns exec {name} busybox wget -q -O /srv/{name}/film.torrent http://10.61.0.1:6969{link}
systemd-run -q -u {name} ip netns exec {name} aria2c --no-conf=true --enable-dht=false --file-allocation=none --bt-tracker-interval=2 --dir=/srv/{name} {how} /srv/{name}/film.torrent
for i in $(seq 180); do cmp -s /srv/{name}/film.bin /srv/publish/film.bin && exit 0; sleep 1; done
journalctl -u {name} -n 40
exit 1
"""


class Radio(unittest.TestCase):
    def test_two_stations_join_by_radio_are_shown_the_page_and_download_from_the_box_and_from_each_other(self):
        folder, program = Path(given("EDGESEED_VM", "the rig")), given("EDGESEED_BINARY", "the program")
        cache = Path(os.environ.get("VMRIG_CACHE", "/tmp/vmrig"))
        kernels = list(cache.glob("kernel-*/lib/modules/*"))
        if not kernels or not (kernels[0] / MODULES[4]).exists():
            absent(f"{cache} has no kernel with mac80211_hwsim: VMRIG_PKGS='{PACKAGES}' {folder}/build-image.sh")
        sys.path.insert(0, str(folder))
        import vm
        scratch = tempfile.TemporaryDirectory(prefix="edgeseed-radio-")
        self.addCleanup(scratch.cleanup)
        self.box = vm.VM(Path(scratch.name))
        self.addCleanup(self.box.kill)
        self.box.start()
        self.inside("command -v dnsmasq && command -v wpa_supplicant && command -v iw && command -v busybox && command -v aria2c", 60)
        for module in MODULES:
            if (kernels[0] / module).exists():
                self.box.push(kernels[0] / module, f"/usr/lib/modules/{kernels[0].name}/extra/{Path(module).name}")
        self.box.push(program, "/usr/bin/edgeseed")
        for place in ("usr/lib/edgeseed/access-point", "usr/lib/edgeseed/portal", "etc/systemd/system/edgeseed-access-point.service", "etc/systemd/system/edgeseed-portal.socket",
                      "etc/systemd/system/edgeseed-portal@.service", "etc/systemd/network/81-wireless.network"):
            self.box.push(TREE / place, f"/{place}")
        settings = Path(scratch.name) / "seed.toml"
        settings.write_text('[network]\naccess_point = { name = "Class 7b", password = "correct horse", channel = 11 }\n')
        self.box.push(settings, "/etc/edgeseed/seed.toml")
        # The machine's network card goes: set down alone, it would be up again with networkd.
        self.inside('echo 1 >"$(readlink -f /sys/class/net/eth0/device/..)/remove"; chmod 755 /etc/edgeseed /usr/lib/edgeseed/* /usr/bin/edgeseed; depmod; '
                    "mkdir -p /srv/publish; head -c 3000000 /dev/urandom >/srv/publish/film.bin; systemd-run -q -u page edgeseed serve /srv/publish --state /run/page", 60)
        self.inside("modprobe mac80211_hwsim radios=3 && systemctl daemon-reload && systemctl restart systemd-networkd && systemctl start edgeseed-access-point", 120)
        self.inside("for i in $(seq 180); do iw dev wlan0 info | grep -q 'type AP' && exit 0; sleep 1; done; journalctl -u edgeseed-access-point -n 40; exit 1", 240)
        self.assertIn("channel 11", self.inside("iw dev wlan0 info", 30))
        self.inside("for i in $(seq 180); do busybox wget -q -O - http://127.0.0.1:6969/status.json | grep -q film.bin && exit 0; sleep 1; done; journalctl -u page -n 40; exit 1", 240)

        first, second = self.join("first", "wlan1"), self.join("second", "wlan2")
        self.assertNotEqual(first, second)
        # There is no way out of this room.
        self.assertEqual({line.split(" dev ")[1].split()[0] for line in self.inside("ip route show table main; ip -6 route show table main", 30).splitlines() if " dev " in line}, {"wlan0"})
        self.fetch("first", "--seed-ratio=0")
        # Now the box sends nothing any more: what the second gets comes from the first.
        self.inside("edgeseed pause --state /run/page", 60)
        self.fetch("second", "--seed-time=0")

    def join(self, name, device):
        """Joins the network and is shown the page; the address that was given."""
        seen = self.inside(JOIN.format(name=name, device=device), 300)
        address = re.search(r"(?m)^address (10\.61\.0\.\d+)$", seen)
        self.assertIsNotNone(address, seen)
        self.assertIn("film.bin", seen)
        self.link = re.search(r"/torrents/[0-9a-f]+\.torrent", seen)[0]
        return address[1]

    def fetch(self, name, how):
        self.inside(FETCH.format(name=name, link=self.link, how=how), 300)

    def inside(self, command, seconds):
        code, printed = self.box.run(command, seconds)
        self.assertEqual(code, 0, f"{command}\n{printed}")
        return printed


if __name__ == "__main__":
    unittest.main()
