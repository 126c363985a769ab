using static EdgeSeed.Config.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary>The keys of <c>[web]</c>.</summary>
internal static class WebKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<WebConfig>(
            "web", "The web page, on service.port.", config => config.Web, (config, section) => config with { Web = section })
        .Live("enabled", Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "Show the page. The tracker answers without it too.")
        .Live("title", Text, s => s.Title, (s, v) => s with { Title = v },
            "Heading of the page. Empty: service.name.")
        .Live("language",
            Choice(("auto", PageLanguage.Auto), ("en", PageLanguage.English), ("id", PageLanguage.Indonesian)),
            s => s.Language, (s, v) => s with { Language = v },
            "Language of page and display: \"auto\" is what the browser asks for, and English on the display.")
        .Live("public_url", OptionalUrl, s => s.PublicUrl, (s, v) => s with { PublicUrl = v },
            "Address of the page as others see it, when it stands behind a proxy. Empty: found out.")
        .Live("downloads", Switch, s => s.Downloads, (s, v) => s with { Downloads = v },
            "Let people download files straight from the page, within the upload budget.")
        .Live("refresh", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), s => s.Refresh, (s, v) => s with { Refresh = v },
            "How often the figures on an open page are renewed.")
        .Live("metrics", Switch, s => s.Metrics, (s, v) => s with { Metrics = v },
            "Serve /metrics for Prometheus.")
        .Restart("max_connections", Integer(4, 20_000, 256), s => s.MaxConnections, (s, v) => s with { MaxConnections = v },
            "Most HTTP connections at a time; beside them, as many may announce or scrape.")
        .Restart("keep_alive", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            s => s.KeepAlive, (s, v) => s with { KeepAlive = v },
            "Silence after which an HTTP connection is closed.")
        .Restart("request_timeout", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            s => s.RequestTimeout, (s, v) => s with { RequestTimeout = v },
            "Time in which the head of an HTTP request must have arrived.");
}
