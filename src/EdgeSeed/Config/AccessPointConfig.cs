using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[network.access_point]</c>: the Wi-Fi network that a card image makes of its own; read by its script <c>access-point</c>.</summary>
internal sealed record AccessPointConfig
{
    /// <summary>Name of the network; empty: there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its password; empty: anybody may join.</summary>
    public string Password { get; init; } = "";

    /// <summary>Channel of the 2.4 GHz band.</summary>
    public int Channel { get; init; } = 6;
}

/// <summary>The keys of <c>[network.access_point]</c>.</summary>
internal static class AccessPointKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<AccessPointConfig>(
            "network.access_point",
            "A Wi-Fi network of this box's own, where it finds no other within a minute after its start: a classroom without internet. Only a box made of the card image has it.",
            config => config.AccessPoint, (config, section) => config with { AccessPoint = section })
        .Restart("name", OptionalNetworkName, s => s.Name, (s, v) => s with { Name = v },
            "Name of the network. Empty: there is none.")
        .Restart("password", OptionalNetworkPassword, s => s.Password, (s, v) => s with { Password = v },
            "Its password, 8 to 63 characters. Empty: anybody may join.")
        .Restart("channel", Integer(1, 11, 6), s => s.Channel, (s, v) => s with { Channel = v },
            "Its channel: of several boxes in one building each has another, such as 1, 6 and 11.");
}
