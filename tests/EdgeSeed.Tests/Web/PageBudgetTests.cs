using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeSeed.Tests.Web;

public class PageBudgetTests
{
    private const int Rate = 4_000;
    private readonly ManualTime _time = new();
    private readonly UploadBudget _world;
    private readonly PageBudget _pages;

    public PageBudgetTests()
    {
        _world = new UploadBudget(Rate, _time);
        _pages = new PageBudget(new UploadBudgets(_world, new UploadBudget(UploadBudget.Unlimited, _time)), _time);
    }

    [Fact]
    public void Page_for_the_world_is_whole_at_the_lowest_rate_and_paid_before_the_next()
    {
        DefaultHttpContext first = From("203.0.113.9");
        Assert.True(_pages.TryAdmit(first));
        Write(first, 30_000);
        Assert.InRange(_world.TotalBytes, 30_000, 34_000);

        DefaultHttpContext second = From("203.0.113.9");
        Assert.False(_pages.TryAdmit(second));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, second.Response.StatusCode);
        Assert.Equal("5", second.Response.Headers.RetryAfter);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.True(_pages.TryAdmit(From("2001:db8::1")));
    }

    [Fact]
    public void Hammering_costs_one_refusal_a_second_and_no_more_than_the_budget()
    {
        int admitted = 0, refused = 0, cut = 0;
        for (int tenth = 0; tenth < 600; tenth++)
        {
            for (int i = 0; i < 20; i++)
            {
                DefaultHttpContext asked = From("203.0.113.9");
                var life = new Life();
                asked.Features.Set<IHttpRequestLifetimeFeature>(life);
                if (_pages.TryAdmit(asked))
                {
                    admitted++;
                    Write(asked, 20_000);
                }
                else if (life.IsAborted)
                {
                    cut++;
                }
                else
                {
                    refused++;
                }
            }
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
        Assert.InRange(_world.TotalBytes, Rate * 50, Rate * 60 + 30_000);
        Assert.InRange(admitted, 5, 13);
        Assert.InRange(refused, 30, 60);
        Assert.Equal(12_000, admitted + refused + cut);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.7")]
    [InlineData("fe80::1")]
    public void Networks_here_cost_nothing_and_are_always_answered(string address)
    {
        _world.Charge(100 * Rate);
        long before = _world.TotalBytes;
        DefaultHttpContext asked = From(address);
        Assert.True(_pages.TryAdmit(asked));
        Write(asked, 20_000);
        Assert.Equal(before, _world.TotalBytes);
    }

    private static void Write(DefaultHttpContext context, int bytes)
    {
        context.Response.BodyWriter.GetSpan(bytes);
        context.Response.BodyWriter.Advance(bytes);
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Response.Body = new MemoryStream();
        return context;
    }

    private sealed class Life : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
