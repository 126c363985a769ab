using EdgeSeed.Protocol;

namespace EdgeSeed.Tracking;

/// <summary>A stranger's connection, as far as places are concerned.</summary>
internal interface IPlaceHolder
{
    /// <summary>Whose it is.</summary>
    AddressBlock Block { get; }

    /// <summary><see cref="Environment.TickCount64"/> when it last asked for something or took something of an answer.</summary>
    long ActiveAt { get; }

    /// <summary>Ends it, for another.</summary>
    void GiveWay();
}
