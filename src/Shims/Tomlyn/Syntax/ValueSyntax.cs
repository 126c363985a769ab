namespace Tomlyn.Syntax;


/// <summary>What stands to the right of <c>=</c>, or in an array; keys share the type, as one may be a string.</summary>
public abstract class ValueSyntax : SyntaxNode;
