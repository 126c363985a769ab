using EdgeSeed.Languages;

namespace EdgeSeed.Status;

/// <summary>What an alarm means and what to do about it, in plain words, for people who never read a manual.</summary>
internal static class AlarmText
{
    /// <summary>Its number everywhere: of blinks on an LED, of dots on the display, in the status.</summary>
    public static int Number(AlarmCode code) => code == AlarmCode.Card ? (int)AlarmCode.Config : (int)code;

    /// <summary>What is wrong in at most 12 characters, for a display.</summary>
    public static string Title(AlarmCode code) => code switch
    {
        AlarmCode.Config => "Config error",
        AlarmCode.NoDrive => "No drive",
        AlarmCode.DriveErrors => "Drive errors",
        AlarmCode.NoNetwork => "No network",
        AlarmCode.BudgetSpent => "Budget spent",
        AlarmCode.PartFailed => "Part failed",
        AlarmCode.Card => "Card mistake",
        _ => "Memory limit",
    };

    /// <summary>What is wrong, a sentence.</summary>
    /// <param name="code">Which alarm.</param>
    /// <param name="words">The language; null for English.</param>
    public static string What(AlarmCode code, Language? words = null) => Language.Fill(Of(code, words ?? Language.English, isToDo: false));

    /// <summary>What to do about it, a sentence.</summary>
    /// <param name="code">Which alarm.</param>
    /// <param name="words">The language; null for English.</param>
    public static string ToDo(AlarmCode code, Language? words = null) => Language.Fill(Of(code, words ?? Language.English, isToDo: true));

    private static ReadOnlySpan<byte> Of(AlarmCode code, Language words, bool isToDo) => code switch
    {
        AlarmCode.Config => isToDo ? words.ConfigToDo : words.ConfigAlarm,
        AlarmCode.NoDrive => isToDo ? words.NoDriveToDo : words.NoDriveAlarm,
        AlarmCode.DriveErrors => isToDo ? words.DriveErrorsToDo : words.DriveErrorsAlarm,
        AlarmCode.NoNetwork => isToDo ? words.NoNetworkToDo : words.NoNetworkAlarm,
        AlarmCode.BudgetSpent => isToDo ? words.BudgetSpentToDo : words.BudgetSpentAlarm,
        AlarmCode.PartFailed => isToDo ? words.PartFailedToDo : words.PartFailedAlarm,
        AlarmCode.Card => isToDo ? words.CardToDo : words.CardAlarm,
        _ => isToDo ? words.MemoryLimitToDo : words.MemoryLimitAlarm,
    };
}

/// <summary>What a person must see to; <see cref="AlarmText.Number"/> is what is counted of it.</summary>
internal enum AlarmCode
{
    /// <summary>The configuration has errors; the service runs on the one before.</summary>
    Config = 1,

    /// <summary>There is no drive with anything to publish.</summary>
    NoDrive = 2,

    /// <summary>A drive fails to give its data.</summary>
    DriveErrors = 3,

    /// <summary>This machine has no network.</summary>
    NoNetwork = 4,

    /// <summary>The quota of bytes to send is spent.</summary>
    BudgetSpent = 5,

    /// <summary>The memory limit holds things up.</summary>
    MemoryLimit = 6,

    /// <summary>A part of the program failed by a bug and is not begun again yet.</summary>
    PartFailed = 7,

    /// <summary>
    /// A card image found a mistake in what was left on the card, cannot keep what is set, or an update failed. It counts as <see cref="Config"/>: what was meant to be
    /// set does not hold, and whatever else is wrong (no network by a mistaken <c>wifi.txt</c>) may come of it.
    /// </summary>
    Card = 8,
}
