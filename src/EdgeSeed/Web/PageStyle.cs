namespace EdgeSeed.Web;

/// <summary>The page's whole look, in the page itself: no request leaves for an asset, and the policy below allows none.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet, exactly as it stands between the style tags.</summary>
    public static ReadOnlySpan<byte> Css => """
        :root{color-scheme:light dark;--page:#f6f7f4;--card:#fff;--ink:#1d241f;--soft:#56635a;--line:#dfe4dd;--edge:#7d8b81;--leaf:#2b7a4b;--on-leaf:#fff;--warn:#8a4b00;--warn-bg:#fff3df;--bad:#a3201c;--bad-bg:#fdeceb}
        @media(prefers-color-scheme:dark){:root{--page:#121613;--card:#1b211d;--ink:#e6ebe6;--soft:#9aa79e;--line:#2d3630;--edge:#6c7a70;--leaf:#63c78b;--on-leaf:#0c1a11;--warn:#ffcb85;--warn-bg:#33260f;--bad:#ff9d97;--bad-bg:#3a1917}}
        *{box-sizing:border-box}
        [hidden]{display:none!important}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-text-size-adjust:100%}
        header,.cols,.note,footer{max-width:70rem;margin:0 auto;padding:0 1rem}
        header{padding-top:1.75rem;padding-bottom:1rem}
        h1,h2,p,ul,dl,dd{margin:0;padding:0}
        ul{list-style:none}
        h1,.brand span{font-size:1.5rem;line-height:1.25;font-weight:700;letter-spacing:-.01em;overflow-wrap:anywhere}
        h2{font-size:1.0625rem;line-height:1.35;overflow-wrap:anywhere}
        h2 a,.brand a{color:inherit;text-decoration:none}
        h2 a:hover{text-decoration:underline}
        .brand a{display:inline-flex;align-items:center;gap:.5rem}
        .brand svg{flex:none;width:1.75rem;height:1.75rem;fill:var(--leaf)}
        #s{margin-top:.25rem;color:var(--soft)}
        .skip{position:absolute;inset-inline-start:-99rem;padding:.5rem 1rem;background:var(--card);color:var(--leaf)}
        .skip:focus{inset-inline-start:.5rem;top:.5rem}
        main{min-width:0}
        main>h1{margin-bottom:.5rem}
        @media(min-width:60rem){.cols{display:grid;grid-template-columns:minmax(0,1fr) 20rem;gap:1.25rem;align-items:start}}
        .card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.125rem;margin:0 0 .75rem}
        .facts{display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin:.25rem 0 .75rem;color:var(--soft);font-size:.9375rem}
        .facts b,dd,.big b{color:var(--ink);font-weight:600}
        .get{display:flex;flex-wrap:wrap;gap:.5rem}
        @media(min-width:44rem){li.card{display:grid;grid-template-columns:minmax(0,1fr) auto;column-gap:1rem;align-items:center}li.card>*{grid-column:1}li.card .get{grid-column:2;grid-row:1/3}li.card .facts{margin-bottom:0}}
        .get a,nav a,button{padding:.5rem 1rem;border-radius:.5rem;border:1px solid var(--leaf);color:var(--leaf);background:none;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
        .get a.main{background:var(--leaf);color:var(--on-leaf)}
        a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--leaf);outline-offset:2px}
        #list:focus{outline:none}
        form{display:flex;gap:.5rem;margin-bottom:.75rem}
        .act{flex-wrap:wrap;align-items:center;margin:.5rem 0 0}
        form.get{margin:.5rem 0 0}
        label{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
        .act label{position:static;clip-path:none;width:auto;height:auto;overflow:visible;color:var(--soft);font-size:.9375rem}
        .act input{flex:1 1 6rem}
        input{flex:1;min-width:0;padding:.5rem .875rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--card);color:var(--ink);font:inherit}
        nav{display:flex;align-items:center;justify-content:center;gap:1rem;margin:1rem 0;color:var(--soft)}
        .count,.quota{color:var(--soft);font-size:.875rem}
        .count{margin-bottom:.75rem}
        .quota{margin-top:.625rem}
        .quota a{color:var(--leaf)}
        .note p{margin-top:.75rem}
        .warn,.alarm{background:var(--warn-bg);color:var(--warn);border-radius:.5rem;padding:.5rem .75rem;margin:0 0 .75rem;overflow-wrap:anywhere}
        .alarm{background:var(--bad-bg);color:var(--bad)}
        progress{display:block;width:100%;height:.5rem;margin:.25rem 0 .5rem;accent-color:var(--leaf)}
        aside .card{font-size:.9375rem}
        .big{color:var(--soft)}
        .big b{font-size:1.5rem;letter-spacing:-.01em}
        .graph{display:block;width:100%;height:4.5rem;margin:.25rem 0 .5rem}
        .area{fill:var(--leaf);opacity:.15}
        .curve,.limit{fill:none;stroke:var(--leaf);stroke-width:1.5;stroke-linejoin:round;vector-effect:non-scaling-stroke}
        .limit{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 4}
        dl>div{display:flex;justify-content:space-between;gap:1rem;padding:.1875rem 0}
        dt,.drive span,th{color:var(--soft);font-weight:400}
        dd{text-align:end;overflow-wrap:anywhere;min-width:4ch}
        .drive{padding:.25rem 0;overflow-wrap:anywhere}
        .drive b{font-weight:600}
        .drive span{margin-inline-start:.5rem}
        .drive .bad{color:var(--bad)}
        .files{margin-top:.5rem}
        .files li{display:flex;justify-content:space-between;gap:1rem;padding:.375rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
        .files a{color:var(--leaf)}
        .files i{color:var(--warn)}
        .files b{font-weight:400;color:var(--soft);white-space:nowrap}
        table{width:100%;border-collapse:collapse;margin-top:.5rem}
        th,td{text-align:end;padding:.1875rem 0;padding-inline-start:.5rem}
        th:first-child,td:first-child{text-align:start;padding-inline-start:0;overflow-wrap:anywhere}
        .qr{display:block;width:100%;max-width:18rem;margin:.5rem auto;border-radius:.5rem}
        .poster{text-align:center;font-size:1.5rem;overflow-wrap:anywhere;padding:0 1rem}
        .poster .qr{width:auto;max-width:100%;height:min(80vh,100vw - 2rem)}
        .wide{display:none}
        .wide .qr{max-width:10rem}
        @media(min-width:60rem){.wide{display:block}}
        code{display:block;font:.8125rem/1.5 ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere;user-select:all}
        code,[lang=en]{direction:ltr}
        h1,h2{text-align:left}
        [dir=rtl] :is(h1,h2,code){text-align:right}
        main.poster h1{text-align:center}
        .copy{margin-top:.25rem;padding:.125rem .625rem;font-size:.8125rem}
        footer{padding-bottom:2rem;color:var(--soft);font-size:.875rem}
        footer a{color:inherit;unicode-bidi:isolate}
        @media(max-width:30rem){header{padding-top:1.25rem}.get a{flex:1 1 auto;text-align:center}}
        @media print{.get,form,nav,.skip{display:none}}
        """u8;

    /// <summary>SHA-256 of <see cref="Css"/> in base64, as the policy names it; a test keeps the two together.</summary>
    public const string CssHash = "OJ6JMQdyuIGf9g4ltmeO4RiyYlUjJfgu+zgvnvgccxo=";

    /// <summary>
    /// The Content-Security-Policy of every page: nothing is loaded from elsewhere, run, framed or submitted elsewhere; this one style
    /// sheet and this one script apply, and the script may ask this box alone.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'sha256-" + CssHash + "'; script-src 'sha256-" + PageScript.Hash
        + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}
