namespace EdgeSeed.Tests.Browser;

/// <summary>What makes a page readable for everybody, as scripts that list where it is not.</summary>
internal static class Checks
{
    /// <summary>Text whose contrast to its ground is below WCAG 2.2 AA (4.5, or 3 for large text), as JSON.</summary>
    public const string Contrast = """
        (()=>{
        const rgb=c=>(c.match(/[\d.]+/g)||[]).map(Number),
        lum=c=>{const[r,g,b]=c.map(v=>{v/=255;return v<=.04045?v/12.92:((v+.055)/1.055)**2.4});return .2126*r+.7152*g+.0722*b},
        ground=e=>{for(;e;e=e.parentElement){const c=rgb(getComputedStyle(e).backgroundColor);if(c.length===3||c[3]===1)return c.slice(0,3)}return [255,255,255]},
        bad=[];
        const walk=document.createTreeWalker(document.body,NodeFilter.SHOW_TEXT);
        while(walk.nextNode()){
          const e=walk.currentNode.parentElement,s=getComputedStyle(e);
          if(!walk.currentNode.data.trim()||/SCRIPT|STYLE/.test(e.tagName)||!e.getClientRects().length)continue;
          const a=lum(rgb(s.color).slice(0,3)),b=lum(ground(e)),ratio=(Math.max(a,b)+.05)/(Math.min(a,b)+.05),size=parseFloat(s.fontSize),
          need=size>=24||(size>=18.66&&s.fontWeight>=700)?3:4.5;
          if(ratio<need)bad.push(e.tagName+' '+walk.currentNode.data.trim().slice(0,30)+' '+ratio.toFixed(2));
        }
        return JSON.stringify(bad)})()
        """;

    /// <summary>Missing names, labels, landmarks and language, headings that skip a level or break letter by letter, targets too small to hit, as JSON.</summary>
    public const string Structure = """
        (()=>{
        const bad=[],all=s=>[...document.querySelectorAll(s)],seen=e=>e.getClientRects().length>0;
        if(!document.documentElement.lang)bad.push('no language');
        if(!document.title)bad.push('no title');
        if(all('main').length!==1)bad.push('not one main');
        if(all('h1').filter(seen).length!==1)bad.push('not one h1');
        let level=0;for(const h of all('h1,h2,h3').filter(seen)){const n=+h.tagName[1];if(n>level+1)bad.push('heading '+h.textContent);level=n}
        for(const e of all('a,button').filter(seen))if(!(e.textContent.trim()||e.getAttribute('aria-label')))bad.push('no name '+e.outerHTML.slice(0,60));
        for(const e of all('input:not([type=hidden])'))if(!e.labels.length)bad.push('no label '+e.outerHTML);
        for(const e of all('svg'))if(e.getAttribute('aria-hidden')!=='true'&&!(e.getAttribute('role')==='img'&&e.getAttribute('aria-label')))bad.push('svg');
        for(const e of all('progress'))if(!e.getAttribute('aria-label'))bad.push('progress');
        for(const e of all('.get a,nav a,button').filter(seen)){const r=e.getBoundingClientRect();if(r.width<24||r.height<24)bad.push('small '+e.textContent)}
        for(const e of all('h2').filter(seen))if(e.clientWidth<160)bad.push('narrow '+e.textContent);
        const ids=all('[id]').map(e=>e.id);if(new Set(ids).size!==ids.length)bad.push('id twice');
        for(const e of all('[style],[onclick]'))bad.push('inline '+e.outerHTML.slice(0,60));
        return JSON.stringify(bad)})()
        """;
}
