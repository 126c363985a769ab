"""Nodes of the DHT, and a client that finds peers by it alone.

nodes ADDRESS...                   a node at port 7000 of each, told of the others; says "ready" when all know some
download ADDRESS FOLDER MAGNET NODE
seed ADDRESS FOLDER TORRENT NODE   says "announced" when nodes have been asked whom to tell
"""
import sys
import time

import libtorrent as lt

PORT = 7000


def open_session(address, known):
    listen = f"[{address}]:{PORT}" if ":" in address else f"{address}:{PORT}"
    session = lt.session({
        "listen_interfaces": listen, "outgoing_interfaces": address, "allow_multiple_connections_per_ip": True, "enable_dht": True, "dht_bootstrap_nodes": "", "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "enable_outgoing_utp": False, "enable_incoming_utp": False, "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False,
        "dht_enforce_node_id": False, "dht_prefer_verified_node_ids": False, "dht_ignore_dark_internet": False, "dht_block_ratelimit": 1000,
        "alert_mask": lt.alert.category_t.dht_notification | lt.alert.category_t.stats_notification,
    })
    for node in known:
        session.add_dht_node((node, PORT))
    return session


def count_nodes(session):
    session.post_dht_stats()
    session.wait_for_alert(1000)
    counts = [sum(bucket["num_nodes"] for bucket in alert.routing_table) for alert in session.pop_alerts() if isinstance(alert, lt.dht_stats_alert)]
    return max(counts, default=0)


def add(session, folder, source):
    if source.startswith("magnet:"):
        parameters = lt.parse_magnet_uri(source)
    else:
        parameters = lt.add_torrent_params()
        parameters.ti = lt.torrent_info(source)
    parameters.save_path = folder
    return session.add_torrent(parameters)


role, addresses = sys.argv[1], sys.argv[2:]
if role == "nodes":
    sessions = [open_session(each, [other for other in addresses if other != each]) for each in addresses]
    while any(count_nodes(session) < 3 for session in sessions):
        time.sleep(0.1)
    print("ready", flush=True)
    while True:
        time.sleep(1)
address, folder, source, node = addresses
session = open_session(address, [node])
while count_nodes(session) == 0:
    time.sleep(0.1)
handle = add(session, folder, source)
while not handle.status().is_seeding:
    # Of itself it would ask again after a quarter of an hour.
    handle.force_dht_announce()
    time.sleep(1)
print("seeding", flush=True)
while role == "seed":
    handle.force_dht_announce()
    time.sleep(1)
    print("announced", flush=True)
