using System.Text;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Wire;

public sealed class ExtendedHandshakeTests
{
    [Fact]
    public void Handshake_of_a_real_client_is_read_whole()
    {
        byte[] payload =
        [
            .. "d12:complete_agoi-1e1:ei1e4:ipv64:xxxx1:md11:lt_donthavei7e10:share_modei8e11:upload_onlyi3e12:ut_holepunchi4e11:ut_metadatai2e6:ut_pexi1ee"u8,
            .. "13:metadata_sizei31235e1:pi51413e4:reqqi500e11:upload_onlyi1e1:v18:qBittorrent v4.5.26:yourip4:"u8, 192, 0, 2, 1, (byte)'e',
        ];

        Assert.True(ExtendedHandshake.TryParse(payload, out ExtendedHandshake read, out BencodeError error), error.ToString());
        Assert.Equal(new ExtensionIds(Metadata: 2, Pex: 1, DontHave: 7, Holepunch: 4, UploadOnly: 3), read.Extensions);
        Assert.Equal((31235, 51413, 500), (read.MetadataBytes, (int)read.Port, read.RequestQueueLength));
        Assert.Equal("qBittorrent v4.5.2", Encoding.UTF8.GetString(read.Client));
        Assert.Equal("192.0.2.1:0", read.YourAddress.ToString());
        Assert.Null(read.IPv6);
        Assert.True(read is { UploadOnly: true, PrefersEncryption: true });
    }

    [Fact]
    public void Empty_handshake_says_nothing()
    {
        Assert.True(ExtendedHandshake.TryParse("de"u8, out ExtendedHandshake read, out _));
        Assert.Equal(ExtensionIds.None, read.Extensions);
        Assert.True(read is { Port: 0, MetadataBytes: 0, RequestQueueLength: 0, UploadOnly: null, YourAddress: null } && read.Client.IsEmpty);
    }

    [Theory]
    [InlineData("d1:mi5e1:pi-1e4:reqqi0e13:metadata_sizei-5e1:vi1ee")]
    [InlineData("d1:mle1:pi70000e4:reqq1:x13:metadata_sizei99999999999e1:vdee")]
    [InlineData("d1:md6:ut_pexi256e11:ut_metadata1:xe4:ipv46:abcdef6:yourip3:abce")]
    public void Value_out_of_range_is_as_if_not_there(string payload)
    {
        Assert.True(ExtendedHandshake.TryParse(Encoding.ASCII.GetBytes(payload), out ExtendedHandshake read, out BencodeError error), error.ToString());
        Assert.Equal(ExtensionIds.None, read.Extensions);
        Assert.True(read is { Port: 0, MetadataBytes: 0, RequestQueueLength: 0, IPv4: null, YourAddress: null } && read.Client.IsEmpty);
    }

    [Fact]
    public void Long_client_name_is_cut()
    {
        Assert.True(ExtendedHandshake.TryParse(Encoding.ASCII.GetBytes($"d1:v100:{new string('x', 100)}e"), out ExtendedHandshake read, out _));
        Assert.Equal(ExtendedHandshake.MaxClientBytes, read.Client.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("i1e")]
    [InlineData("d1:md6:ut_pexi1e")]
    [InlineData("d1:mllllllllllllllllllllleeeeeeeeeeeeeeeeeeeeee")]
    public void Payload_that_is_no_dictionary_is_refused(string payload) =>
        Assert.False(ExtendedHandshake.TryParse(Encoding.ASCII.GetBytes(payload), out _, out _));

    [Fact]
    public void Later_handshake_changes_only_what_it_mentions()
    {
        var before = new ExtensionIds(Metadata: 1, Pex: 2, DontHave: 3, Holepunch: ExtensionIds.NotSaid, UploadOnly: 4);
        Assert.Equal(before, before.ChangedBy(ExtensionIds.None));
        Assert.Equal(before with { Pex = 0, Holepunch = 9 }, before.ChangedBy(ExtensionIds.None with { Pex = 0, Holepunch = 9 }));
    }

    [Fact]
    public void Written_handshake_reads_back_equal()
    {
        Gen<int> id = Gen.Choose(-1, 255);
        var samples =
            from ids in (from a in id from b in id from c in id from d in id from e in id select new ExtensionIds(a, b, c, d, e))
            from client in Generate.BytesUpTo(ExtendedHandshake.MaxClientBytes)
            from port in Generate.Port
            from queue in Generate.Count
            from size in Gen.Choose(0, MetadataMessage.MaxMetadataBytes)
            from your in Generate.Maybe(Generate.EndPoint)
            from v4 in Generate.Maybe(Generate.EndPoint4)
            from v6 in Generate.Maybe(Generate.EndPoint6)
            from upload in Gen.Elements<bool?>(true, false, null)
            from encrypt in Gen.Elements<bool?>(true, false, null)
            select (ids, client, port, queue, size, your: your?.WithPort(0), v4: v4?.WithPort(0), v6: v6?.WithPort(0), upload, encrypt);
        samples.Holds(s =>
        {
            var handshake = new ExtendedHandshake
            {
                Extensions = s.ids,
                Client = s.client,
                Port = s.port,
                RequestQueueLength = s.queue,
                MetadataBytes = s.size,
                YourAddress = s.your,
                IPv4 = s.v4,
                IPv6 = s.v6,
                UploadOnly = s.upload,
                PrefersEncryption = s.encrypt,
            };
            byte[] payload = new byte[ExtendedHandshake.MaxWrittenBytes + s.client.Length];
            int length = handshake.Write(payload);
            return ExtendedHandshake.TryParse(payload.AsSpan(0, length), out ExtendedHandshake read, out _)
                && (read.Extensions, read.Port, read.RequestQueueLength, read.MetadataBytes, read.YourAddress, read.IPv4, read.IPv6, read.UploadOnly, read.PrefersEncryption)
                    == (s.ids, s.port, s.queue, s.size, s.your, s.v4, s.v6, s.upload, s.encrypt)
                && read.Client.SequenceEqual(s.client);
        });
    }
}
