using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using Simulation.Worlds;

namespace Simulation.Peers;

/// <summary>A peer that wants a torrent, speaks the real protocol, and behaves after its <see cref="Habits"/>. When it has all it goes, and comes back as another.</summary>
internal sealed class Leecher : MessageStream, IRemote
{
    private const byte MetadataId = 3;

    private readonly World _world;
    private readonly SwarmTorrent _torrent;
    private readonly Tally _tally;
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly byte[] _message = new byte[512];
    private Connection? _connection;
    private PeerId _id;
    private Bitfield _has;
    private Bitfield _offers;
    private ulong[] _got;
    private ulong[] _asked;
    private int _current = -1;
    private int _life;
    private bool _isUnchoked;
    private bool _isReadingSlowly;
    private int _metadataPiece;
    private int _theirMetadataId;

    public Leecher(World world, SwarmTorrent torrent, Habits habits, Line line, PeerEndPoint address, Tally tally)
    {
        (_world, _torrent, Habits, Line, Address) = (world, torrent, habits, line, address);
        _tally = tally;
        (_has, _offers) = (new Bitfield(torrent.Layout.PieceCount), new Bitfield(torrent.Layout.PieceCount));
        (_got, _asked) = (new ulong[torrent.Layout.PieceCount], new ulong[torrent.Layout.PieceCount]);
    }

    /// <inheritdoc/>
    public Line Line { get; }

    /// <summary>How it behaves.</summary>
    public Habits Habits { get; }

    /// <summary>Where it is; its port is another each time.</summary>
    public PeerEndPoint Address { get; }

    /// <summary>What it wants.</summary>
    public SwarmTorrent Torrent => _torrent;

    /// <summary>The connection it has; null while none.</summary>
    public Connection? Connection => _connection;

    /// <summary>Since when it says that it wants something; <see cref="long.MaxValue"/> while it does not.</summary>
    public long InterestedSince { get; private set; } = long.MaxValue;

    /// <summary>How often it had everything.</summary>
    public int Completions { get; private set; }

    /// <summary>Begins to connect after a while.</summary>
    public void ConnectAfter(double seconds) => _world.After(seconds, Connect);

    /// <inheritdoc/>
    public Tap NewTap() => new(_world, _torrent, Habits.IsFast, _tally);

    /// <inheritdoc/>
    public bool Accepts(Connection connection) => _connection is null && !Habits.IsRubbish;

    /// <inheritdoc/>
    public void Connected(Connection connection)
    {
        // The session may have closed it meanwhile.
        _connection = connection;
        int life = ++_life;
        Restart();
        (_isUnchoked, InterestedSince, _theirMetadataId, _metadataPiece) = (false, long.MaxValue, 0, 0);
        Array.Clear(_asked);
        _offers.ClearAll();
        Span<byte> id = stackalloc byte[PeerId.Length];
        _world.Random.NextBytes(id);
        _id = new PeerId(id);
        Greet();
        if (Habits.IsRubbish)
        {
            _world.Random.NextBytes(_message.AsSpan(0, 300));
            connection.Say(_message.AsSpan(0, 300));
        }
        if (!double.IsInfinity(Habits.WantsAfter)) During(life, Habits.WantsAfter, Want);
        if (!double.IsInfinity(Habits.BreaksAfter)) During(life, Habits.BreaksAfter, Break);
        KeepAlive(life);
    }

    /// <inheritdoc/>
    public void Readable(Connection connection)
    {
        if (!ReferenceEquals(connection, _connection) || _isReadingSlowly) return;
        if (Habits.ReadsBytesPerSecond > 0) ReadSlowly();
        else ReadAll();
        if (_connection is { Down.HasEnded: true }) Leave();
    }

    /// <inheritdoc/>
    protected override void Greeted(in Handshake handshake)
    {
        Limits = new MessageLimits(_torrent.Layout.PieceCount);
        if (handshake.SupportsExtensions && Habits.IsExtended) SayExtensions();
        if (_has.IsEmpty && !Habits.IsFast) return;
        if (Habits.IsFast && _has.IsEmpty)
        {
            SayState(PeerMessageId.HaveNone);
            return;
        }
        int header = MessageWriter.WriteBitfieldHeader(_message, _has.Span.Length);
        _connection!.Say(_message.AsSpan(0, header));
        _connection.Say(_has.Span);
    }

    /// <inheritdoc/>
    protected override void Said(in PeerMessage message)
    {
        switch (message.Id)
        {
            case PeerMessageId.HaveAll:
                _offers.SetAll();
                break;
            case PeerMessageId.Have when _torrent.Layout.TryPiece(message.Piece, out PieceIndex piece):
                _offers.Set(piece);
                Ask();
                break;
            case PeerMessageId.Unchoke:
                _isUnchoked = true;
                Ask();
                break;
            case PeerMessageId.Choke:
                _isUnchoked = false;
                if (Habits.IsFast) break;
                Array.Clear(_asked);
                _connection!.Tap.Asked.Clear();
                break;
            case PeerMessageId.Reject:
                _asked[message.Piece] &= ~(1UL << (int)(message.Begin / TorrentLayout.BlockLength));
                During(_life, 1 + _world.Random.NextDouble() * 4, Ask);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void Payload(in PeerMessage message, int at, ReadOnlySpan<byte> bytes)
    {
        if (message.Id == PeerMessageId.Bitfield) _offers.TryFill(at, bytes);
        if (message.Id != PeerMessageId.Extended || message.ExtendedId != 0 || at > 0) return;
        if (ExtendedHandshake.TryParse(bytes, out ExtendedHandshake said, out _)) _theirMetadataId = said.Extensions.Metadata;
        if (Habits.AsksMetadata) AskMetadata();
    }

    /// <inheritdoc/>
    protected override void Ended(in PeerMessage message)
    {
        if (message.Id == PeerMessageId.Extended && message.ExtendedId == MetadataId) AskMetadata();
        if (message.Id != PeerMessageId.Piece) return;
        var piece = new PieceIndex((int)message.Piece);
        ulong block = 1UL << (int)(message.Begin / TorrentLayout.BlockLength);
        _got[piece.Value] |= block;
        _asked[piece.Value] &= ~block;
        if (_got[piece.Value] == All(piece) && _has.Set(piece)) HasPiece(piece);
        Ask();
    }

    private void Connect()
    {
        if (_connection is null) _world.Network.Port?.Call(Address.WithPort((ushort)_world.Random.Next(20_000, 60_000)), Line, this);
    }

    private void Greet() => _connection!.Say(_message.AsSpan(0, new Handshake(Habits.Reserved, _torrent.InfoHash, _id).Write(_message)));

    private void SayState(PeerMessageId id) => _connection!.Say(_message.AsSpan(0, MessageWriter.WriteState(_message, id)));

    private void SayExtensions()
    {
        var said = new ExtendedHandshake
        {
            Extensions = ExtensionIds.None with { Metadata = MetadataId },
            Client = "Simulated"u8,
            RequestQueueLength = 250,
        };
        int length = said.Write(_message.AsSpan(MessageWriter.ExtendedHeaderLength));
        MessageWriter.WriteExtendedHeader(_message, 0, length);
        _connection!.Say(_message.AsSpan(0, MessageWriter.ExtendedHeaderLength + length));
    }

    private void AskMetadata()
    {
        if (_theirMetadataId <= 0 || _metadataPiece >= MetadataMessage.PieceCount(_torrent.Info.Length)) return;
        int length = new MetadataMessage(MetadataMessageKind.Request, _metadataPiece++).WriteHeader(_message.AsSpan(MessageWriter.ExtendedHeaderLength));
        MessageWriter.WriteExtendedHeader(_message, (byte)_theirMetadataId, length);
        _connection!.Say(_message.AsSpan(0, MessageWriter.ExtendedHeaderLength + length));
    }

    private void Want()
    {
        InterestedSince = _world.Now;
        SayState(PeerMessageId.Interested);
        Ask();
    }

    private void HasPiece(PieceIndex piece)
    {
        _connection!.Say(_message.AsSpan(0, MessageWriter.WritePieceIndex(_message, PeerMessageId.Have, (uint)piece.Value)));
        if (!_has.IsComplete) return;
        Completions++;
        InterestedSince = long.MaxValue;
        SayState(PeerMessageId.NotInterested);
        During(_life, _world.Random.NextDouble() * 20, () => _connection!.HangUp());
    }

    /// <summary>Asks for as many blocks as it likes to have asked for.</summary>
    private void Ask()
    {
        if (_connection is null || InterestedSince == long.MaxValue || (!_isUnchoked && !Habits.IsImpatient)) return;
        Tap tap = _connection.Tap;
        while (tap.Asked.Count < Habits.Depth && TryNext(out PieceIndex piece, out int number))
        {
            BlockRequest block = _torrent.Layout.Block(piece, number);
            _asked[piece.Value] |= 1UL << number;
            SayBlock(PeerMessageId.Request, block);
            tap.Asked.Add((uint)piece.Value, (uint)block.Begin);
            if (tap.Asked.Count == 1) tap.ProgressAt = _world.Now;
            if (_world.Random.NextDouble() < Habits.CancelPart) SayBlock(PeerMessageId.Cancel, block);
        }
    }

    private void SayBlock(PeerMessageId id, in BlockRequest block) =>
        _connection!.Say(_message.AsSpan(0, MessageWriter.WriteBlock(_message, id, (uint)block.Piece.Value, (uint)block.Begin, (uint)block.Length)));

    private bool TryNext(out PieceIndex piece, out int number)
    {
        piece = new PieceIndex(_current);
        if (_current < 0 || !IsWanted(piece)) piece = new PieceIndex(_current = Choose());
        number = 0;
        if (_current < 0) return false;
        while (((_got[_current] | _asked[_current]) >> number & 1) != 0) number++;
        return true;
    }

    private int Choose()
    {
        int count = _torrent.Layout.PieceCount, start = _world.Random.Next(count);
        bool isGreedy = _world.Random.NextDouble() < Habits.GreedyPart;
        for (int step = 0; step < count; step++)
        {
            var piece = new PieceIndex((start + step) % count);
            if ((isGreedy || _offers[piece]) && IsWanted(piece)) return piece.Value;
        }
        return -1;
    }

    private bool IsWanted(PieceIndex piece) => (_got[piece.Value] | _asked[piece.Value]) != All(piece);

    private ulong All(PieceIndex piece) => ulong.MaxValue >> (64 - _torrent.Layout.BlockCount(piece));

    private void ReadAll()
    {
        while (_connection is { } connection && connection.Down.Read(_received) is > 0 and var count) Take(_received.AsSpan(0, count));
    }

    private void ReadSlowly()
    {
        _isReadingSlowly = true;
        int count = _connection!.Down.Read(_received.AsSpan(0, Math.Min(Habits.ReadsBytesPerSecond, _received.Length)));
        if (count > 0) Take(_received.AsSpan(0, count));
        _world.After(1.0, () =>
        {
            _isReadingSlowly = false;
            if (_connection is { } connection) Readable(connection);
        });
    }

    private void Break()
    {
        if (Habits.IsBreakSilent) _connection!.FallSilent();
        else _connection!.Reset();
        Leave();
    }

    /// <summary>The connection is over; it comes back after a while.</summary>
    private void Leave()
    {
        Connection connection = _connection!;
        _connection = null;
        _life++;
        connection.HangUp();
        InterestedSince = long.MaxValue;
        if (_has.IsComplete)
        {
            _has.ClearAll();
            Array.Clear(_got);
        }
        ConnectAfter(1 + _world.Random.NextDouble() * 60);
    }

    private void KeepAlive(int life) => During(life, 90, () =>
    {
        _connection!.Say(_message.AsSpan(0, MessageWriter.WriteKeepAlive(_message)));
        KeepAlive(life);
    });

    /// <summary>Does something after a while, if the connection is the same then.</summary>
    private void During(int life, double seconds, Action action) => _world.After(seconds, () =>
    {
        if (_life == life && _connection is not null) action();
    });
}
