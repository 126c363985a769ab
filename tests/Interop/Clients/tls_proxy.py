"""A TLS server before a plain one: ADDRESS PORT TARGET_PORT CERTIFICATE KEY; says "ready" when it listens.

It asks from the address it was asked from, which in a private network is one of this machine's: the tracker behind it takes that for the peer's."""
import asyncio
import ssl
import sys

address, port, target, certificate, key = sys.argv[1:]


async def pump(reader, writer):
    try:
        while data := await reader.read(16384):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def serve(reader, writer):
    source = writer.get_extra_info("peername")[0]
    far_reader, far_writer = await asyncio.open_connection(address, int(target), local_addr=(source, 0))
    await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(serve, address, int(port), ssl=context)
    print("ready", flush=True)
    await server.serve_forever()


asyncio.run(main())
