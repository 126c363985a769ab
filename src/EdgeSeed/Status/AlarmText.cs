using EdgeSeed.Languages;

namespace EdgeSeed.Status;

/// <summary>What an alarm means and what to do about it, in plain words, for people who never read a manual.</summary>
internal static class AlarmText
{
    /// <summary>What is wrong in at most 12 characters, for a display.</summary>
    public static string Title(AlarmCode code) => code switch
    {
        AlarmCode.Config => "Config error",
        AlarmCode.NoDrive => "No drive",
        AlarmCode.DriveErrors => "Drive errors",
        AlarmCode.NoNetwork => "No network",
        AlarmCode.BudgetSpent => "Budget spent",
        AlarmCode.PartFailed => "Part failed",
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
        _ => isToDo ? words.MemoryLimitToDo : words.MemoryLimitAlarm,
    };
}

/// <summary>What a person must see to. The value is its number everywhere: of blinks on an LED, on the display, in the status.</summary>
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
}
