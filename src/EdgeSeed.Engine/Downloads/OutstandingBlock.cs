namespace EdgeSeed.Engine.Downloads;

/// <summary>A block that a peer was asked for and has not given.</summary>
/// <param name="Piece">Its piece.</param>
/// <param name="Number">Which block of it.</param>
/// <param name="AskedAt">The session clock's millisecond.</param>
internal readonly record struct OutstandingBlock(ActivePiece Piece, int Number, long AskedAt);
