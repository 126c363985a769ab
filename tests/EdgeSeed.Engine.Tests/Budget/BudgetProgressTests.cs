using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Tests.Simulation;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.Budget;

/// <summary>Nobody who wants bytes waits for ever: whoever comes, goes or changes the rate meanwhile.</summary>
public class BudgetProgressTests
{
    /// <summary>A whole second's window, the time a vanished party is waited for, and what a grant takes to come in at the lowest rate.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(4);

    private static readonly long[] s_rates = [UploadBudget.MinimumBytesPerSecond, 4_000, 30_000, 100_000, 5_000_000, UploadBudget.Unlimited];

    [Fact]
    public void Somebody_is_granted_bytes_soon_while_anybody_wants_some() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Kind, ushort Amount)[]>(), steps => new Line().Run(steps)).QuickCheckThrowOnFailure();

    /// <summary>Parties that ask as sessions do: a refused one sleeps for as long as the budget says, in whole milliseconds, at least one.</summary>
    private sealed class Line
    {
        private readonly ManualClock _clock = new();
        private readonly UploadBudget _budget;
        private readonly List<Party> _parties = [];
        private readonly List<Task<int>> _downloads = [];

        public Line() => _budget = new UploadBudget(4_000, _clock);

        public void Run((byte Kind, ushort Amount)[] steps)
        {
            foreach ((byte kind, ushort amount) in steps)
            {
                Apply(kind, amount);
                Pass(TimeSpan.FromMilliseconds(amount % 700));
            }
            Settle();
        }

        private void Apply(byte kind, ushort amount)
        {
            switch (kind % 9)
            {
                case 0 or 1 when _budget.Open() is { } share:
                    share.Weight = amount % 5;
                    _parties.Add(new Party(share, amount % 7 == 0 ? 9 : 1 + amount, amount % 3 == 0 ? 536 : 1448));
                    break;
                case 2 when _parties.Count > 0:
                    _parties[amount % _parties.Count].Share.Dispose();
                    _parties.RemoveAt(amount % _parties.Count);
                    break;
                // Falls silent without a word, as one whose peers are all gone at once might.
                case 3 when _parties.Count > 0:
                    _parties[amount % _parties.Count].Wanted = 0;
                    break;
                case 4 when _parties.Count > 0:
                    _parties[amount % _parties.Count].Wanted += amount;
                    break;
                case 5:
                    _budget.Charge((int)Math.Min(amount % 2_000, _budget.BytesPerSecond / 2));
                    break;
                case 6 when _parties.Count > 0:
                    Party party = _parties[amount % _parties.Count];
                    int back = Math.Min(amount, party.LastGrant);
                    _budget.Refund(party.Share, party.LastGrant, party.LastGrant - back, party.SegmentPayload);
                    party.LastGrant = 0;
                    break;
                case 7:
                    if (amount % 10 == 0) _budget.Pause();
                    else _budget.BytesPerSecond = s_rates[amount % s_rates.Length];
                    break;
                case 8 when _downloads.Count < 20 && _budget.Open() is { } share:
                    _downloads.Add(_budget.TakeAsync(share, 1 + amount).AsTask());
                    break;
            }
        }

        /// <summary>Nothing changes any more: every wish is fulfilled, and never is there long nothing for anybody.</summary>
        private void Settle()
        {
            _budget.BytesPerSecond = Math.Max(_budget.BytesPerSecond, 30_000);
            long lastGrantAt = _clock.GetTimestamp();
            while (_parties.Exists(p => p.Wanted > 0) || _downloads.Exists(d => !d.IsCompleted))
            {
                long before = _budget.TotalBytes;
                Pass(TimeSpan.FromMilliseconds(5));
                if (_budget.TotalBytes > before) lastGrantAt = _clock.GetTimestamp();
                if (_clock.GetElapsedTime(lastGrantAt) < s_patience) continue;
                Assert.False(_parties.Exists(p => p.Wanted > 0), $"nobody gets anything at {_budget.BytesPerSecond} B/s");
                // Downloads are told of what they got by other threads, on real time.
                Assert.True(Task.WaitAll([.. _downloads], TimeSpan.FromSeconds(10)), "a download waits for ever");
            }
        }

        private void Pass(TimeSpan time)
        {
            for (int milliseconds = (int)time.TotalMilliseconds; milliseconds >= 0; milliseconds--)
            {
                foreach (Party party in _parties) Ask(party);
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        }

        private void Ask(Party party)
        {
            while (party.Wanted > 0 && _clock.GetTimestamp() >= party.AsksAt)
            {
                int granted = _budget.TryTake(party.Share, party.Wanted, party.SegmentPayload);
                Assert.InRange(granted, 0, party.Wanted);
                if (granted == 0)
                {
                    TimeSpan delay = _budget.NextGrantDelay();
                    // All that is owed may be a second's worth of charges at the lowest rate, and a window.
                    Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(10));
                    party.AsksAt = _clock.GetTimestamp() + (Math.Max(1, (long)Math.Ceiling(delay.TotalMilliseconds)) * TimeSpan.TicksPerMillisecond);
                    return;
                }
                party.Wanted -= granted;
                party.LastGrant = granted;
            }
        }
    }

    private sealed class Party(BudgetShare share, int wanted, int segmentPayload)
    {
        public BudgetShare Share { get; } = share;

        public int SegmentPayload { get; } = segmentPayload;

        public int Wanted { get; set; } = wanted;

        public int LastGrant { get; set; }

        public long AsksAt { get; set; }
    }
}
