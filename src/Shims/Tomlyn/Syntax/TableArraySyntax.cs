namespace Tomlyn.Syntax;


/// <summary>One element of an array of tables: <c>[[name]]</c> and its entries.</summary>
public sealed class TableArraySyntax : TableSyntaxBase;
