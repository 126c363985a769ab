"""What the scripts about torrents' own trackers share: a certificate, and torrents of one small file each."""
import hashlib
import ssl
import subprocess


def certificate(home):
    """Makes cert.pem and key.pem for 127.0.0.1 in a folder; returns a server's context with them. Needs openssl."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", home / "key.pem", "-out",
                    home / "cert.pem", "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(home / "cert.pem", home / "key.pem")
    return context


def torrent(folder, name, announce):
    """Writes a file and its .torrent."""
    content = name.encode()
    (folder / name).write_bytes(content)
    info = {b"name": content, b"length": len(content), b"piece length": 16384, b"pieces": hashlib.sha1(content).digest()}
    (folder / f"{name}.torrent").write_bytes(bencode({b"announce": announce.encode(), b"info": info}))


def bencode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    return b"d" + b"".join(bencode(key) + bencode(value[key]) for key in sorted(value)) + b"e"
