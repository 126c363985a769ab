"""The settings all our libtorrent scripts share: peers come from trackers alone."""
import time

import libtorrent as lt

PATIENCE_SECONDS = 20


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


def await_answer(session, handles, event):
    """Waits until a tracker has answered this event of every torrent."""
    announced, answered, until = set(), set(), time.time() + PATIENCE_SECONDS
    while len(answered) < len(handles) and time.time() < until:
        session.wait_for_alert(100)
        for alert in session.pop_alerts():
            if isinstance(alert, lt.tracker_announce_alert) and alert.event == event:
                announced.add(str(alert.handle.info_hash()))
            elif isinstance(alert, lt.tracker_reply_alert) and str(alert.handle.info_hash()) in announced:
                answered.add(str(alert.handle.info_hash()))


def leave(session, handles):
    """Tells the trackers that these torrents are stopped, and waits for their answers."""
    for handle in handles:
        handle.unset_flags(lt.torrent_flags.auto_managed)
        handle.pause()
    await_answer(session, handles, lt.event_t.stopped)
