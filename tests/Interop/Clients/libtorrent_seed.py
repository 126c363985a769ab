"""Seeds one torrent whose data is there; says "announced" when its tracker has answered: ADDRESS:PORT FOLDER TORRENT."""
import signal
import sys

import libtorrent as lt

from libtorrent_session import Trackers, open_session

session = open_session(sys.argv[1])
trackers = Trackers(session)
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(sys.argv[3])
parameters.save_path = sys.argv[2]
handle = session.add_torrent(parameters)
stopped = []
signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
while not stopped:
    for alert in trackers.listen():
        if isinstance(alert, lt.tracker_reply_alert):
            print("announced", flush=True)
        elif isinstance(alert, lt.tracker_error_alert):
            print(alert.message(), flush=True)
trackers.leave([handle])
