namespace Tomlyn.Syntax;


/// <summary>A table: <c>[name]</c> and its entries.</summary>
public sealed class TableSyntax : TableSyntaxBase;
