"""The settings all our libtorrent scripts share: peers come from trackers alone."""
import libtorrent as lt


def open_session(listen):
    """A session on ADDRESS:PORT that finds nobody but through trackers."""
    return lt.session({
        "listen_interfaces": listen, "outgoing_interfaces": listen.rsplit(":", 1)[0].strip("[]"), "enable_dht": False, "enable_lsd": False,
        "enable_upnp": False, "enable_natpmp": False, "enable_outgoing_utp": False, "enable_incoming_utp": False,
        "allow_multiple_connections_per_ip": True, "alert_mask": lt.alert.category_t.tracker_notification,
    })
