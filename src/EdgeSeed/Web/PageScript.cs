namespace EdgeSeed.Web;

/// <summary>
/// The page's script, in the page itself. It puts new figures in place of old ones, fetches the list anew when it changed, and searches
/// while one types; without it the page is whole, as it was when it was loaded.
/// </summary>
internal static class PageScript
{
    /// <summary>The script, exactly as it stands between the script tags.</summary>
    public static ReadOnlySpan<byte> Source => """
        (()=>{
        const d=document,$=i=>d.getElementById(i),b=d.body.dataset,q=$('q');let timer,asked=0;
        const get=async u=>{const r=await fetch(location.origin+u,{cache:'no-store'});if(!r.ok)throw r.status;return new DOMParser().parseFromString(await r.text(),'text/html')};
        const list=async()=>{const n=++asked,p=await get('/'+location.search);if(n!==asked)return;
        const f=d.activeElement&&d.activeElement.getAttribute('href'),o=$('list');o.replaceWith(p.getElementById('list'));
        if(f&&!d.activeElement.getAttribute('href')){const e=[...$('list').querySelectorAll('a')].find(a=>a.getAttribute('href')===f);if(e)e.focus()}};
        const tick=async()=>{clearTimeout(timer);if(!d.hidden)try{const p=await get(b.live+location.search),k=p.querySelector('[data-key]');
        if(k&&k.dataset.key!==$('list').dataset.key)await list();
        else for(const e of p.querySelectorAll('[id]')){const o=$(e.id);if(!o)continue;o.hidden=e.hidden;if(o.innerHTML!==e.innerHTML)o.innerHTML=e.innerHTML}
        $('o').hidden=true;copies()}catch{$('o').hidden=false}timer=setTimeout(tick,+b.ms)};
        d.addEventListener('visibilitychange',()=>{if(!d.hidden&&b.live)tick()});
        if(q){let wait;q.addEventListener('input',()=>{clearTimeout(wait);wait=setTimeout(()=>{history.replaceState(null,'',q.value?'/?q='+encodeURIComponent(q.value):'/');list().catch(()=>{})},250)})}
        const copies=()=>{for(const e of d.querySelectorAll('.copy[hidden]'))e.hidden=false};copies();
        d.addEventListener('click',e=>{const c=e.target.closest('.copy');if(!c)return;getSelection().selectAllChildren(c.previousElementSibling);if(d.execCommand('copy'))c.textContent=c.dataset.done});
        if(b.live)timer=setTimeout(tick,+b.ms)
        })()
        """u8;

    /// <summary>SHA-256 of <see cref="Source"/> in base64, as the policy names it; a test keeps the two together.</summary>
    public const string Hash = "5tiuPZOndc+iBjSfAtw//L0sIgu2t2AVaCwzzzsi6RY=";
}
