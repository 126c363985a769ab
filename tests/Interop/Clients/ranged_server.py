"""An HTTP server that knows ranges: ADDRESS PORT FOLDER, and for HTTPS also CERTIFICATE KEY; says "ready" when it listens."""
import functools
import http.server
import os
import re
import ssl
import sys


class Ranged(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, wanted = self.translate_path(self.path), self.headers.get("Range")
        if not wanted or not os.path.isfile(path):
            return super().do_GET()
        size = os.path.getsize(path)
        match = re.match(r"bytes=(\d+)-(\d*)", wanted)
        first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
        self.send_response(206)
        self.send_header("Content-Length", str(last - first + 1))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        with open(path, "rb") as file:
            file.seek(first)
            self.wfile.write(file.read(last - first + 1))

    def log_message(self, *arguments):
        pass


address, port, folder, *secure = sys.argv[1:]
server = http.server.ThreadingHTTPServer((address, int(port)), functools.partial(Ranged, directory=folder))
if secure:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*secure)
    server.socket = context.wrap_socket(server.socket, server_side=True)
print("ready", flush=True)
server.serve_forever()
