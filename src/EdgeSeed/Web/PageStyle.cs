namespace EdgeSeed.Web;

/// <summary>The page's whole look, in the page itself: no request leaves for an asset, and the policy below allows none.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet, exactly as it stands between the style tags.</summary>
    public static ReadOnlySpan<byte> Css => """
        :root{color-scheme:light dark;--page:#f6f7f4;--card:#fff;--ink:#1d241f;--soft:#5d6a61;--line:#dfe4dd;--leaf:#2b7a4b;--on-leaf:#fff;--warn:#8a4b00;--warn-bg:#fff3df}
        @media(prefers-color-scheme:dark){:root{--page:#121613;--card:#1b211d;--ink:#e6ebe6;--soft:#9aa79e;--line:#2d3630;--leaf:#63c78b;--on-leaf:#0c1a11;--warn:#ffcb85;--warn-bg:#33260f}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
        main,header,footer{max-width:46rem;margin:0 auto;padding:0 1rem}
        header{padding-top:2rem;padding-bottom:1rem}
        h1{display:flex;align-items:center;gap:.5rem;margin:0;font-size:1.5rem;letter-spacing:-.01em}
        h1 svg{width:1.75rem;height:1.75rem;fill:var(--leaf)}
        header p{margin:.25rem 0 0;color:var(--soft)}
        ul{list-style:none;margin:0;padding:0}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.125rem;margin:0 0 .75rem}
        h2{margin:0;font-size:1.0625rem;line-height:1.35;overflow-wrap:anywhere}
        .facts{display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin:.25rem 0 .75rem;color:var(--soft);font-size:.9375rem}
        .facts b{color:var(--ink);font-weight:600}
        .get{display:flex;flex-wrap:wrap;gap:.5rem}
        .get a{flex:0 1 auto;padding:.5rem 1rem;border-radius:.5rem;border:1px solid var(--leaf);color:var(--leaf);font-weight:600;text-decoration:none}
        .get a.main{background:var(--leaf);color:var(--on-leaf)}
        a:focus-visible,summary:focus-visible{outline:3px solid var(--leaf);outline-offset:2px}
        details{margin-top:.75rem;color:var(--soft);font-size:.875rem}
        summary{cursor:pointer;width:fit-content}
        code{display:block;margin-top:.25rem;font:.8125rem/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere;user-select:all}
        .warn{background:var(--warn-bg);color:var(--warn);border-radius:.5rem;padding:.5rem .75rem;margin:0 0 .75rem;overflow-wrap:anywhere}
        .bar{height:.375rem;margin:.25rem 0 .5rem;width:100%;accent-color:var(--leaf)}
        footer{padding-top:.5rem;padding-bottom:2rem;color:var(--soft);font-size:.875rem}
        footer a{color:inherit}
        @media(max-width:30rem){header{padding-top:1.25rem}.get a{flex:1 1 auto;text-align:center}}
        """u8;

    /// <summary>SHA-256 of <see cref="Css"/> in base64, as the policy names it; a test keeps the two together.</summary>
    public const string CssHash = "mh30yJlzB6hw8y61MZgpnJtPd9Ksc1JRevaNserGrTI=";

    /// <summary>
    /// The Content-Security-Policy of every answer: nothing is loaded, run, framed or submitted; this one style sheet applies.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'sha256-" + CssHash + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
