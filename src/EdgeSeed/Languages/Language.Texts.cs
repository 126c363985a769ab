namespace EdgeSeed.Languages;

/// <summary>The texts, in UTF-8. Those with <c>{0}</c> and <c>{1}</c> are filled in (<see cref="Fill"/>); the rest is written as it is.</summary>
internal abstract partial class Language
{
    // The frame of every page.
    /// <summary>First link of a page, for those who go by keyboard.</summary>
    public abstract ReadOnlySpan<byte> SkipToContent { get; }

    /// <summary>Shown by the script when nothing answers any more.</summary>
    public abstract ReadOnlySpan<byte> Offline { get; }

    /// <summary>What the QR code is, for those who do not see it.</summary>
    public abstract ReadOnlySpan<byte> QrOfPage { get; }

    // The list.
    /// <summary>The search box and its button.</summary>
    public abstract ReadOnlySpan<byte> Search { get; }

    /// <summary>Inside the empty search box.</summary>
    public abstract ReadOnlySpan<byte> SearchHint { get; }

    /// <summary>{0} found of {1}.</summary>
    public abstract ReadOnlySpan<byte> Matches { get; }

    /// <summary>What a tracker is, before its address.</summary>
    public abstract ReadOnlySpan<byte> TrackerIntro { get; }

    /// <summary>Above the tracker's address.</summary>
    public abstract ReadOnlySpan<byte> TrackerHeading { get; }

    /// <summary>The empty list.</summary>
    public abstract ReadOnlySpan<byte> NothingYet { get; }

    /// <summary>The column beside the list.</summary>
    public abstract ReadOnlySpan<byte> TheBox { get; }

    /// <summary>Above the small QR code.</summary>
    public abstract ReadOnlySpan<byte> PageOnPhone { get; }

    /// <summary>The link to the large QR code.</summary>
    public abstract ReadOnlySpan<byte> Larger { get; }

    /// <summary>The navigation between pages of the list.</summary>
    public abstract ReadOnlySpan<byte> Pages { get; }

    /// <summary>To the page before.</summary>
    public abstract ReadOnlySpan<byte> Back { get; }

    /// <summary>{0} of {1} pages.</summary>
    public abstract ReadOnlySpan<byte> PageOf { get; }

    /// <summary>To the next page.</summary>
    public abstract ReadOnlySpan<byte> More { get; }

    // A torrent.
    /// <summary>After the size: {0} files.</summary>
    public abstract ReadOnlySpan<byte> InFiles { get; }

    /// <summary>After the number 1.</summary>
    public abstract ReadOnlySpan<byte> Seed { get; }

    /// <summary>After any other number.</summary>
    public abstract ReadOnlySpan<byte> Seeds { get; }

    /// <summary>After a number of people.</summary>
    public abstract ReadOnlySpan<byte> Downloading { get; }

    /// <summary>After a number of people.</summary>
    public abstract ReadOnlySpan<byte> Done { get; }

    /// <summary>After a rate.</summary>
    public abstract ReadOnlySpan<byte> Up { get; }

    /// <summary>The first button.</summary>
    public abstract ReadOnlySpan<byte> Download { get; }

    /// <summary>What a browser can play.</summary>
    public abstract ReadOnlySpan<byte> Play { get; }

    /// <summary>The button with the .torrent.</summary>
    public abstract ReadOnlySpan<byte> Torrent { get; }

    /// <summary>The button with the magnet link.</summary>
    public abstract ReadOnlySpan<byte> Magnet { get; }

    /// <summary>Not hashed yet.</summary>
    public abstract ReadOnlySpan<byte> WaitingToBeRead { get; }

    /// <summary>Somebody is still writing to it.</summary>
    public abstract ReadOnlySpan<byte> BeingCopied { get; }

    /// <summary>{0} percent.</summary>
    public abstract ReadOnlySpan<byte> BeingFetched { get; }

    /// <summary>A bar, for those who do not see it.</summary>
    public abstract ReadOnlySpan<byte> Progress { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> CannotBeRead { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> DataMissing { get; }

    /// <summary>What is wrong: {0}, a name.</summary>
    public abstract ReadOnlySpan<byte> DriveMissing { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> NothingInIt { get; }

    /// <summary>What is wrong: {0} of {1} pieces.</summary>
    public abstract ReadOnlySpan<byte> PiecesRight { get; }

    // A torrent's own page.
    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> Files { get; }

    /// <summary>Instead of the files.</summary>
    public abstract ReadOnlySpan<byte> ListUnreadable { get; }

    /// <summary>Behind a file that is damaged or not whole here.</summary>
    public abstract ReadOnlySpan<byte> DamagedFile { get; }

    /// <summary>Above the QR code.</summary>
    public abstract ReadOnlySpan<byte> ForPhone { get; }

    /// <summary>Button beside an address or a link.</summary>
    public abstract ReadOnlySpan<byte> Copy { get; }

    /// <summary>On that button, once it has.</summary>
    public abstract ReadOnlySpan<byte> Copied { get; }

    /// <summary>{0}, a date.</summary>
    public abstract ReadOnlySpan<byte> MadeOn { get; }

    /// <summary>{0}, a size.</summary>
    public abstract ReadOnlySpan<byte> PiecesOf { get; }

    /// <summary>BEP 27 in plain words.</summary>
    public abstract ReadOnlySpan<byte> Private { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> WhoHasIt { get; }

    /// <summary>Before a number.</summary>
    public abstract ReadOnlySpan<byte> CopiesSent { get; }

    /// <summary>Before a number.</summary>
    public abstract ReadOnlySpan<byte> CopiesInReach { get; }

    /// <summary>Column: the peers' programs.</summary>
    public abstract ReadOnlySpan<byte> Program { get; }

    /// <summary>Column: how much of it they have.</summary>
    public abstract ReadOnlySpan<byte> Has { get; }

    /// <summary>A program that says nothing known.</summary>
    public abstract ReadOnlySpan<byte> Unknown { get; }

    /// <summary>Where no BitTorrent program can be had.</summary>
    public abstract ReadOnlySpan<byte> AdviceWithoutProgram { get; }

    /// <summary>What torrents are for, and {0}, a program.</summary>
    public abstract ReadOnlySpan<byte> Advice { get; }

    // The box.
    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> Upload { get; }

    /// <summary>The drawing, for those who do not see it: {0}, a time; {1}, a rate.</summary>
    public abstract ReadOnlySpan<byte> UploadGraph { get; }

    /// <summary>Instead of a limit.</summary>
    public abstract ReadOnlySpan<byte> PausedBySchedule { get; }

    /// <summary>After what is used: {0}, the limit.</summary>
    public abstract ReadOnlySpan<byte> OfLimit { get; }

    /// <summary>Before a number.</summary>
    public abstract ReadOnlySpan<byte> PeersConnected { get; }

    /// <summary>Before a size.</summary>
    public abstract ReadOnlySpan<byte> Sent { get; }

    /// <summary>Before the hours of the schedule.</summary>
    public abstract ReadOnlySpan<byte> Hours { get; }

    /// <summary>Before a size.</summary>
    public abstract ReadOnlySpan<byte> ReceivedByEverybody { get; }

    /// <summary>{0}, a number.</summary>
    public abstract ReadOnlySpan<byte> TimesSent { get; }

    /// <summary>Of a quota.</summary>
    public abstract ReadOnlySpan<byte> Today { get; }

    /// <summary>Of a quota.</summary>
    public abstract ReadOnlySpan<byte> ThisMonth { get; }

    /// <summary>{0} of {1}, sizes.</summary>
    public abstract ReadOnlySpan<byte> UsedOf { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> DrivesAndFolders { get; }

    /// <summary>State of a drive.</summary>
    public abstract ReadOnlySpan<byte> DriveAway { get; }

    /// <summary>State of a drive.</summary>
    public abstract ReadOnlySpan<byte> DriveOpening { get; }

    /// <summary>State of a drive: {0} of {1} entries.</summary>
    public abstract ReadOnlySpan<byte> DriveSearched { get; }

    /// <summary>State of a drive: {0} of {1} torrents.</summary>
    public abstract ReadOnlySpan<byte> DriveRead { get; }

    /// <summary>After the torrents of a drive.</summary>
    public abstract ReadOnlySpan<byte> DriveAsleep { get; }

    /// <summary>State of a drive: {0}, a time.</summary>
    public abstract ReadOnlySpan<byte> DriveFails { get; }

    /// <summary>State of a drive.</summary>
    public abstract ReadOnlySpan<byte> DriveLetGo { get; }

    /// <summary>State of a drive.</summary>
    public abstract ReadOnlySpan<byte> DriveRemovable { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> ThisBox { get; }

    /// <summary>Before a time.</summary>
    public abstract ReadOnlySpan<byte> RunningFor { get; }

    /// <summary>Before a size.</summary>
    public abstract ReadOnlySpan<byte> Memory { get; }

    /// <summary>Before a number.</summary>
    public abstract ReadOnlySpan<byte> TorrentsTracked { get; }

    /// <summary>Before a number.</summary>
    public abstract ReadOnlySpan<byte> Announces { get; }

    /// <summary>Before a number.</summary>
    public abstract ReadOnlySpan<byte> PeersKnown { get; }

    /// <summary>Before an address.</summary>
    public abstract ReadOnlySpan<byte> Address { get; }

    /// <summary>Before the state of its ports.</summary>
    public abstract ReadOnlySpan<byte> Router { get; }

    /// <summary>State of the router.</summary>
    public abstract ReadOnlySpan<byte> RouterAsked { get; }

    /// <summary>State of the router.</summary>
    public abstract ReadOnlySpan<byte> PortsOpen { get; }

    /// <summary>State of the router.</summary>
    public abstract ReadOnlySpan<byte> PortsClosed { get; }

    // The status in a line.
    /// <summary>The whole program.</summary>
    public abstract ReadOnlySpan<byte> Stopping { get; }

    /// <summary>{0}, a name; {1}, percent.</summary>
    public abstract ReadOnlySpan<byte> Hashing { get; }

    /// <summary>After progress: {0}, a time.</summary>
    public abstract ReadOnlySpan<byte> TimeLeft { get; }

    /// <summary>After progress: {0}, a number.</summary>
    public abstract ReadOnlySpan<byte> MoreToCome { get; }

    /// <summary>Nothing is sent, since the network interface {0} is away by which everything leaves.</summary>
    public abstract ReadOnlySpan<byte> WaitingFor { get; }

    /// <summary>The whole program.</summary>
    public abstract ReadOnlySpan<byte> Starting { get; }

    /// <summary>The whole program.</summary>
    public abstract ReadOnlySpan<byte> NothingToSeed { get; }

    /// <summary>{0}, a number of torrents; {1}, a size.</summary>
    public abstract ReadOnlySpan<byte> Seeding { get; }

    /// <summary>{0}, those that are offered; {1}, a number of torrents.</summary>
    public abstract ReadOnlySpan<byte> SomeOf { get; }

    /// <summary>{0}, a number of torrents.</summary>
    public abstract ReadOnlySpan<byte> Tracking { get; }

    /// <summary>Instead of a rate.</summary>
    public abstract ReadOnlySpan<byte> NobodyConnected { get; }

    /// <summary>{0}, a rate; {1}, a number of peers.</summary>
    public abstract ReadOnlySpan<byte> RateTo { get; }

    /// <summary>{0}, a size.</summary>
    public abstract ReadOnlySpan<byte> SentInAll { get; }

    /// <summary>A number of torrents: 1.</summary>
    public abstract ReadOnlySpan<byte> OneTorrent { get; }

    /// <summary>A number of torrents: {0}.</summary>
    public abstract ReadOnlySpan<byte> ManyTorrents { get; }

    /// <summary>A number of peers: 1.</summary>
    public abstract ReadOnlySpan<byte> OnePeer { get; }

    /// <summary>A number of peers: {0}.</summary>
    public abstract ReadOnlySpan<byte> ManyPeers { get; }

    /// <summary>A number of announces: 1.</summary>
    public abstract ReadOnlySpan<byte> OneAnnounce { get; }

    /// <summary>A number of announces: {0}.</summary>
    public abstract ReadOnlySpan<byte> ManyAnnounces { get; }

    /// <summary>A number of problems: 1.</summary>
    public abstract ReadOnlySpan<byte> OneProblem { get; }

    /// <summary>A number of problems: {0}.</summary>
    public abstract ReadOnlySpan<byte> ManyProblems { get; }

    // Alarms.
    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> ConfigAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> ConfigToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> NoDriveAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> NoDriveToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> DriveErrorsAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> DriveErrorsToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> NoNetworkAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> NoNetworkToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> BudgetSpentAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> BudgetSpentToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> MemoryLimitAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> MemoryLimitToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> PartFailedAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> PartFailedToDo { get; }

    /// <summary>What is wrong.</summary>
    public abstract ReadOnlySpan<byte> CardAlarm { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> CardToDo { get; }

    // Pages that say why something does not come.
    /// <summary>The way back.</summary>
    public abstract ReadOnlySpan<byte> ToFrontPage { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> NoPageHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> NoPage { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> NoTorrentHeading { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> NoFileHeading { get; }

    /// <summary>What to do without a torrent or a file.</summary>
    public abstract ReadOnlySpan<byte> TakenAway { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> BusyHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> Busy { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> PausedHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> PausedForNow { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> DamagedHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> Damaged { get; }

    /// <summary>{0}, the first such piece, counted from 0, of {1}.</summary>
    public abstract ReadOnlySpan<byte> DamagedPiece { get; }

    /// <summary>The way to the files that are not damaged.</summary>
    public abstract ReadOnlySpan<byte> OtherFiles { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> UnreadableHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> Unreadable { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> TooManyFilesHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> TooManyFiles { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> TooLargeHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> TooLarge { get; }

    // The owner's page.
    /// <summary>Heading, and the link to it.</summary>
    public abstract ReadOnlySpan<byte> OwnerView { get; }

    /// <summary>A button.</summary>
    public abstract ReadOnlySpan<byte> PauseAll { get; }

    /// <summary>A button.</summary>
    public abstract ReadOnlySpan<byte> GoOn { get; }

    /// <summary>Instead of a limit.</summary>
    public abstract ReadOnlySpan<byte> PausedByHand { get; }

    /// <summary>{0}, a rate; {1}, a time.</summary>
    public abstract ReadOnlySpan<byte> LimitedByHand { get; }

    /// <summary>A field.</summary>
    public abstract ReadOnlySpan<byte> LimitLabel { get; }

    /// <summary>A field.</summary>
    public abstract ReadOnlySpan<byte> HoursLabel { get; }

    /// <summary>A button.</summary>
    public abstract ReadOnlySpan<byte> SetLimit { get; }

    /// <summary>Below the buttons.</summary>
    public abstract ReadOnlySpan<byte> UntilRestart { get; }

    /// <summary>A button at a torrent.</summary>
    public abstract ReadOnlySpan<byte> CheckAgain { get; }

    /// <summary>A button at a drive.</summary>
    public abstract ReadOnlySpan<byte> LetGo { get; }

    /// <summary>Before what came of an action.</summary>
    public abstract ReadOnlySpan<byte> NotDone { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> BadLimitHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> BadLimit { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> LoginHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> Login { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> TooManyTriesHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> TooManyTries { get; }

    /// <summary>Heading.</summary>
    public abstract ReadOnlySpan<byte> ForeignFormHeading { get; }

    /// <summary>What to do.</summary>
    public abstract ReadOnlySpan<byte> ForeignForm { get; }

    /// <summary>What is wrong and what to do, for the status in a line and the page: {0}, a number of torrents.</summary>
    public abstract ReadOnlySpan<byte> NobodyFinds { get; }
}
