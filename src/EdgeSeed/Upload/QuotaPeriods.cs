using System.Buffers.Binary;

namespace EdgeSeed.Upload;

/// <summary>
/// Bytes sent in the days, or in the months, that the clock has told of. What was counted is never given again because the clock is wrong: while
/// it tells an earlier period than the latest known one, all counted since that earlier one is used, and counting goes on in the latest.
/// Such a clock is believed no sooner than a period's length of running time has passed.
/// </summary>
/// <param name="length">How long a period is at most.</param>
internal sealed class QuotaPeriods(TimeSpan length)
{
    /// <summary>Periods remembered, 8; of more the two earliest become one.</summary>
    public const int MaxPeriods = 8;

    /// <summary>Bytes that <see cref="Write"/> needs.</summary>
    public const int EncodedLength = sizeof(long) + sizeof(int) + MaxPeriods * EntryLength;

    private const int EntryLength = sizeof(int) + sizeof(long);

    /// <summary>In the order of their first days; the last is counted.</summary>
    private readonly List<(DateOnly First, long Bytes)> _periods = [];

    private DateOnly _now;
    private TimeSpan _behind;

    /// <summary>First day of the period that is counted; 0001-01-01 until the clock was set for the first time.</summary>
    public DateOnly Latest => _periods.Count == 0 ? default : _periods[^1].First;

    /// <summary>Bytes that count against the quota now.</summary>
    public long Used { get; private set; }

    /// <summary>Counts bytes; negative when some were given back.</summary>
    public void Add(long bytes)
    {
        if (_periods.Count == 0) _periods.Add((default, 0));
        _periods[^1] = (_periods[^1].First, Math.Max(0, _periods[^1].Bytes + bytes));
        Sum();
    }

    /// <summary>Starts anew what has ended by now.</summary>
    /// <param name="first">First day of the period that the clock tells; null while the clock is not set.</param>
    /// <param name="running">Time that has really passed since the last call.</param>
    public void MoveTo(DateOnly? first, TimeSpan running)
    {
        if (first is { } told && told >= Latest)
        {
            _behind = TimeSpan.Zero;
            // What was sent before the clock was ever set counts for today.
            if (_periods is [{ First: var only }] && only == default) _periods[0] = (told, _periods[0].Bytes);
            else if (_periods.Count == 0 || told > Latest) _periods.Add((told, 0));
            if (_periods.Count > MaxPeriods)
            {
                _periods[1] = (_periods[1].First, _periods[0].Bytes + _periods[1].Bytes);
                _periods.RemoveAt(0);
            }
        }
        else if (_periods.Count > 0)
        {
            _behind += running;
            if (_behind >= length)
            {
                (DateOnly latest, _behind) = (Latest, TimeSpan.Zero);
                _periods.Clear();
                _periods.Add((latest, 0));
            }
        }
        _now = first ?? Latest;
        Sum();
    }

    /// <summary>Writes what is to survive a restart: seconds behind, then how many periods, and each one's day number and bytes; little-endian.</summary>
    /// <param name="bytes">Takes <see cref="EncodedLength"/>.</param>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)_behind.TotalSeconds);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(long)..], _periods.Count);
        for (int i = 0; i < _periods.Count; i++)
        {
            Span<byte> entry = bytes.Slice(sizeof(long) + sizeof(int) + i * EntryLength, EntryLength);
            BinaryPrimitives.WriteInt32LittleEndian(entry, _periods[i].First.DayNumber);
            BinaryPrimitives.WriteInt64LittleEndian(entry[sizeof(int)..], _periods[i].Bytes);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">Of <see cref="EncodedLength"/>.</param>
    /// <returns>False when it is something else.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes)
    {
        _periods.Clear();
        long behind = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(long)..]);
        if (behind < 0 || behind > length.TotalSeconds || count is < 0 or > MaxPeriods) return false;
        _behind = TimeSpan.FromSeconds(behind);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(sizeof(long) + sizeof(int) + i * EntryLength, EntryLength);
            int day = BinaryPrimitives.ReadInt32LittleEndian(entry);
            long used = BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(int)..]);
            bool isRight = day >= 0 && day <= DateOnly.MaxValue.DayNumber && used is >= 0 and <= long.MaxValue / MaxPeriods
                && (i == 0 || day > _periods[i - 1].First.DayNumber);
            if (!isRight) return false;
            _periods.Add((DateOnly.FromDayNumber(day), used));
        }
        _now = Latest;
        Sum();
        return true;
    }

    private void Sum()
    {
        Used = 0;
        for (int i = 0; i < _periods.Count; i++)
        {
            if (_periods[i].First >= _now || i == _periods.Count - 1) Used += _periods[i].Bytes;
        }
    }
}
