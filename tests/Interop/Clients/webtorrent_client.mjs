// WebTorrent in Node: webtorrent_client.mjs MODULES PORT FOLDER download|seed TORRENT...
// Says "ready N" when N of the torrents are complete in FOLDER; then ends, or seeds until it is stopped. Peers come from trackers alone.
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'

// WebRTC needs a native library that npm downloads from elsewhere; peers of TCP do without.
const withoutWebRtc = 'export const RTCPeerConnection = null, RTCSessionDescription = null, RTCIceCandidate = null'
register(`data:text/javascript,${encodeURIComponent(`export const resolve = (name, context, next) => name === 'webrtc-polyfill'
  ? { url: ${JSON.stringify(`data:text/javascript,${withoutWebRtc}`)}, shortCircuit: true } : next(name, context)`)}`)

const [modules, port, folder, mode, ...torrents] = process.argv.slice(2)
const { default: WebTorrent } = await import(pathToFileURL(modules + '/webtorrent/index.js'))
const client = new WebTorrent({ torrentPort: Number(port), dht: false, lsd: false, utPex: false, utp: false, natUpnp: false, natPmp: false })
client.on('error', error => { console.error(error); process.exit(1) })
process.on('SIGTERM', () => client.destroy(() => process.exit(0)))

let ready = 0
for (const torrent of torrents) {
  client.add(torrent, { path: folder }, added => {
    const isDone = () => {
      console.log(`ready ${++ready}`)
      if (ready === torrents.length && mode === 'download') client.destroy(() => process.exit(0))
    }
    if (added.done) isDone()
    else added.once('done', isDone)
  })
}
