"""The settings all our libtorrent scripts share: peers come from trackers alone."""
import libtorrent as lt


def open_session(listen, rc4_only=False):
    """A session on ADDRESS:PORT that finds nobody but through trackers, and on demand speaks to nobody who does not encrypt with RC4."""
    forced, rc4 = 0, 2
    encryption = {"in_enc_policy": forced, "out_enc_policy": forced, "allowed_enc_level": rc4, "prefer_rc4": True} if rc4_only else {}
    return lt.session({
        "listen_interfaces": listen, "outgoing_interfaces": listen.rsplit(":", 1)[0].strip("[]"), "enable_dht": False, "enable_lsd": False,
        "enable_upnp": False, "enable_natpmp": False, "enable_outgoing_utp": False, "enable_incoming_utp": False,
        "allow_multiple_connections_per_ip": True, "alert_mask": lt.alert.category_t.tracker_notification,
        **encryption,
    })
