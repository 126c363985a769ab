using System.Buffers;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>
/// A <c>hashes</c> message, header and all, as a source that a drive's thread reads: whether the request can be answered shows before anything of it is
/// sent. Nothing of it is kept between two reads.
/// </summary>
internal sealed class HashAnswer(IHashSource source, HashRequest request) : BlockSource
{
    /// <summary>What is answered.</summary>
    public HashRequest Request => request;

    /// <inheritdoc/>
    public override long TotalLength => HashRequest.MessageLength + request.AnswerLength;

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent((int)TotalLength);
        try
        {
            Span<byte> message = rented.AsSpan(0, (int)TotalLength);
            request.Write(message, PeerMessageId.Hashes, request.AnswerLength);
            StorageError? error = source.ReadHashes(request, message[HashRequest.MessageLength..]);
            if (error is null) message.Slice((int)offset, buffer.Length).CopyTo(buffer);
            return error;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
