using System.Text;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Fuzz;

public sealed class MagnetLinkFuzz
{
    private static readonly byte[] Sample =
        "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=A+b%20%c3%bc&xl=42&tr=http%3A%2F%2Fone%2Fa&tr.1=udp://two:80&ws=http://w/&x.pe=[::1]:1&xt=urn:btmh:1220aa"u8.ToArray();

    private static readonly byte[] s_version2 =
        "magnet:?xt=urn:btmh:1220aa23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef&dn=A&xt=urn:btmh:1220aa"u8.ToArray();

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(3);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(50_000); i > 0; i--)
        {
            byte[] data = i % 8 == 0 ? [.. "magnet:?"u8, .. mutator.Bytes(64)] : mutator.Mutate(i % 3 == 0 ? s_version2 : Sample);
            string text = i % 2 == 0 ? Encoding.Latin1.GetString(data) : Encoding.UTF8.GetString(data);
            if (MagnetLink.TryParse(text, out MagnetLink? link, out MagnetError error))
            {
                accepted++;
                Assert.True(MagnetLink.TryParse(link.ToString(), out MagnetLink? again, out error), error.ToString());
                Assert.Equal(link, again);
            }
            else
            {
                refused++;
                Assert.False(string.IsNullOrEmpty(error.Message));
                Assert.InRange(error.Offset, 0, text.Length);
            }
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
