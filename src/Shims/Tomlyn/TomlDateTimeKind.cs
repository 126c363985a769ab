namespace Tomlyn;

/// <summary>Which of the four TOML dates and times a <see cref="TomlDateTime"/> was written as.</summary>
public enum TomlDateTimeKind
{
    /// <summary>A date and time ending in <c>Z</c>.</summary>
    OffsetDateTimeByZ,

    /// <summary>A date and time ending in an offset such as <c>+02:00</c>.</summary>
    OffsetDateTimeByNumber,

    /// <summary>A date and time without an offset.</summary>
    LocalDateTime,

    /// <summary>A date alone.</summary>
    LocalDate,

    /// <summary>A time alone; its date part is 0001-01-01.</summary>
    LocalTime,
}
