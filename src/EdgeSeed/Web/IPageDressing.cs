using System.IO.Pipelines;
using EdgeSeed.Status;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>What makes an answer a page of this site for one reader.</summary>
internal interface IPageDressing
{
    /// <summary>The reader's view of a snapshot.</summary>
    PageView View(HttpContext context, StatusSnapshot current);

    /// <summary>Writes the head of a page's answer.</summary>
    PipeWriter Open(HttpContext context, PageView view);

    /// <summary>Says to a person, in a page of its own and in the reader's language, why what was asked for does not come; to a program, in a line.</summary>
    Task ShowAsync(HttpContext context, int code, MessagePage message);
}
