"""The settings all our libtorrent scripts share: peers come from trackers alone."""
import time
from collections import Counter

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


class Trackers:
    """What a session's trackers were told, and whether they have answered: a client that ends before is not gone for them."""

    def __init__(self, session):
        self.session, self.told, self.unanswered = session, set(), Counter()

    def listen(self):
        """The alerts of the next moment."""
        self.session.wait_for_alert(100)
        alerts = self.session.pop_alerts()
        for alert in alerts:
            if isinstance(alert, lt.tracker_announce_alert):
                self.told.add((alert.handle, alert.event))
                self.unanswered[alert.handle] += 1
            elif isinstance(alert, (lt.tracker_reply_alert, lt.tracker_error_alert)):
                self.unanswered[alert.handle] -= 1
        return alerts

    def hear(self, handles, event):
        """Waits until this event of every torrent, and whatever was said before it, is answered."""
        until = time.time() + PATIENCE_SECONDS
        while time.time() < until and not all((handle, event) in self.told and self.unanswered[handle] == 0 for handle in handles):
            self.listen()

    def leave(self, handles):
        """Tells the trackers that these torrents are stopped."""
        for handle in handles:
            handle.unset_flags(lt.torrent_flags.auto_managed)
            handle.pause()
        self.hear(handles, lt.event_t.stopped)
