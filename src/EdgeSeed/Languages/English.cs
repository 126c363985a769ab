namespace EdgeSeed.Languages;

/// <summary>English.</summary>
internal sealed class English : Language
{
    public override string Tag => "en";
    public override char DecimalSeparator => '.';
    public override char GroupSeparator => ',';
    public override string TimeUnits => "d h min s";
    public override string ByteUnit => "bytes";

    // The frame of every page.
    public override ReadOnlySpan<byte> SkipToContent => "Skip to the content"u8;
    public override ReadOnlySpan<byte> Offline => "The box does not answer; the figures are old."u8;
    public override ReadOnlySpan<byte> QrOfPage => "QR code of this page"u8;

    // The list.
    public override ReadOnlySpan<byte> Search => "Search"u8;
    public override ReadOnlySpan<byte> SearchHint => "name or info-hash"u8;
    public override ReadOnlySpan<byte> Matches => "{0} of {1} torrents match."u8;
    public override ReadOnlySpan<byte> TrackerIntro => "This is a tracker: it tells those who download of each other. Its address, for whoever makes a torrent, is"u8;
    public override ReadOnlySpan<byte> TrackerHeading => "Tracker"u8;
    public override ReadOnlySpan<byte> NothingYet => "Nothing here yet. Files and folders appear as soon as they are read."u8;
    public override ReadOnlySpan<byte> TheBox => "The box"u8;
    public override ReadOnlySpan<byte> PageOnPhone => "This page on a phone"u8;
    public override ReadOnlySpan<byte> Larger => "Larger"u8;
    public override ReadOnlySpan<byte> Pages => "Pages"u8;
    public override ReadOnlySpan<byte> Back => "Back"u8;
    public override ReadOnlySpan<byte> PageOf => "Page {0} of {1}"u8;
    public override ReadOnlySpan<byte> More => "More"u8;

    // A torrent.
    public override ReadOnlySpan<byte> InFiles => "in {0} files"u8;
    public override ReadOnlySpan<byte> Seed => "seed"u8;
    public override ReadOnlySpan<byte> Seeds => "seeds"u8;
    public override ReadOnlySpan<byte> Downloading => "downloading"u8;
    public override ReadOnlySpan<byte> Done => "done"u8;
    public override ReadOnlySpan<byte> Up => "up"u8;
    public override ReadOnlySpan<byte> Download => "Download"u8;
    public override ReadOnlySpan<byte> Play => "Play"u8;
    public override ReadOnlySpan<byte> Torrent => "Torrent"u8;
    public override ReadOnlySpan<byte> Magnet => "Magnet"u8;
    public override ReadOnlySpan<byte> WaitingToBeRead => "Waiting to be read"u8;
    public override ReadOnlySpan<byte> BeingCopied => "Being copied; published when that has ended"u8;
    public override ReadOnlySpan<byte> BeingFetched => "Being fetched: {0} %"u8;
    public override ReadOnlySpan<byte> Progress => "Progress"u8;
    public override ReadOnlySpan<byte> CannotBeRead => "It cannot be read now."u8;
    public override ReadOnlySpan<byte> DataMissing => "Its data is not there, or of another length."u8;
    public override ReadOnlySpan<byte> DriveMissing => "Its drive or folder {0} is away."u8;
    public override ReadOnlySpan<byte> NothingInIt => "It is empty; what is put into it is published."u8;
    public override ReadOnlySpan<byte> PiecesRight => "{0} of {1} pieces are right; only these are offered."u8;

    // A torrent's own page.
    public override ReadOnlySpan<byte> Files => "Files"u8;
    public override ReadOnlySpan<byte> ListUnreadable => "The list cannot be read now."u8;
    public override ReadOnlySpan<byte> DamagedFile => "damaged here"u8;
    public override ReadOnlySpan<byte> ForPhone => "For a phone"u8;
    public override ReadOnlySpan<byte> Copy => "Copy"u8;
    public override ReadOnlySpan<byte> Copied => "Copied"u8;
    public override ReadOnlySpan<byte> MadeOn => "made on {0}"u8;
    public override ReadOnlySpan<byte> PiecesOf => "pieces of {0}"u8;
    public override ReadOnlySpan<byte> Private => "private: its trackers alone name peers"u8;
    public override ReadOnlySpan<byte> WhoHasIt => "Who has it"u8;
    public override ReadOnlySpan<byte> CopiesSent => "Copies sent from here"u8;
    public override ReadOnlySpan<byte> CopiesInReach => "Copies here and with everybody connected"u8;
    public override ReadOnlySpan<byte> Program => "Program"u8;
    public override ReadOnlySpan<byte> Has => "Has"u8;
    public override ReadOnlySpan<byte> Unknown => "unknown"u8;
    public override ReadOnlySpan<byte> AdviceWithoutProgram => "Torrent and magnet link are for BitTorrent programs, which iPhone and iPad do not have: use the download."u8;
    public override ReadOnlySpan<byte> Advice => "With many people downloading at once, torrent or magnet link is faster: everybody helps. They open in a free program such as {0}."u8;

    // The box.
    public override ReadOnlySpan<byte> Upload => "Upload"u8;
    public override ReadOnlySpan<byte> UploadGraph => "Upload rate of the last {0}, at most {1}"u8;
    public override ReadOnlySpan<byte> PausedBySchedule => "paused by the schedule"u8;
    public override ReadOnlySpan<byte> OfLimit => "of {0}"u8;
    public override ReadOnlySpan<byte> PeersConnected => "Peers"u8;
    public override ReadOnlySpan<byte> Sent => "Sent"u8;
    public override ReadOnlySpan<byte> Hours => "Hours"u8;
    public override ReadOnlySpan<byte> ReceivedByEverybody => "Received by everybody"u8;
    public override ReadOnlySpan<byte> TimesSent => "{0} times what was sent from here"u8;
    public override ReadOnlySpan<byte> Today => "Today"u8;
    public override ReadOnlySpan<byte> ThisMonth => "This month"u8;
    public override ReadOnlySpan<byte> UsedOf => "{0} of {1}"u8;
    public override ReadOnlySpan<byte> DrivesAndFolders => "Drives and folders"u8;
    public override ReadOnlySpan<byte> DriveAway => "away; its torrents wait"u8;
    public override ReadOnlySpan<byte> DriveOpening => "being opened"u8;
    public override ReadOnlySpan<byte> DriveSearched => "being searched, {0} of {1}"u8;
    public override ReadOnlySpan<byte> DriveRead => "being read, {0} of {1}"u8;
    public override ReadOnlySpan<byte> DriveAsleep => "asleep"u8;
    public override ReadOnlySpan<byte> DriveFails => "fails to read, for {0}"u8;
    public override ReadOnlySpan<byte> DriveLetGo => "being let go"u8;
    public override ReadOnlySpan<byte> DriveRemovable => "may be pulled out"u8;
    public override ReadOnlySpan<byte> ThisBox => "This box"u8;
    public override ReadOnlySpan<byte> RunningFor => "Running for"u8;
    public override ReadOnlySpan<byte> Memory => "Memory"u8;
    public override ReadOnlySpan<byte> TorrentsTracked => "Torrents tracked"u8;
    public override ReadOnlySpan<byte> Announces => "Announces"u8;
    public override ReadOnlySpan<byte> PeersKnown => "Peers known"u8;
    public override ReadOnlySpan<byte> Address => "Address"u8;
    public override ReadOnlySpan<byte> Router => "Router"u8;
    public override ReadOnlySpan<byte> RouterAsked => "being asked"u8;
    public override ReadOnlySpan<byte> PortsOpen => "ports open"u8;
    public override ReadOnlySpan<byte> PortsClosed => "ports closed"u8;

    // The status in a line.
    public override ReadOnlySpan<byte> Stopping => "Stopping"u8;
    public override ReadOnlySpan<byte> Hashing => "Hashing {0} {1} %"u8;
    public override ReadOnlySpan<byte> TimeLeft => "{0} left"u8;
    public override ReadOnlySpan<byte> MoreToCome => "{0} more to come"u8;
    public override ReadOnlySpan<byte> WaitingFor => "Waiting for {0}"u8;
    public override ReadOnlySpan<byte> Starting => "Looking through the folders"u8;
    public override ReadOnlySpan<byte> NothingToSeed => "Nothing to seed yet"u8;
    public override ReadOnlySpan<byte> Seeding => "Seeding {0} ({1})"u8;
    public override ReadOnlySpan<byte> SomeOf => "{0} of {1}"u8;
    public override ReadOnlySpan<byte> Tracking => "Tracking {0}"u8;
    public override ReadOnlySpan<byte> NobodyConnected => "no peers connected"u8;
    public override ReadOnlySpan<byte> RateTo => "{0} to {1}"u8;
    public override ReadOnlySpan<byte> SentInAll => "{0} sent"u8;
    public override ReadOnlySpan<byte> OneTorrent => "1 torrent"u8;
    public override ReadOnlySpan<byte> ManyTorrents => "{0} torrents"u8;
    public override ReadOnlySpan<byte> OnePeer => "1 peer"u8;
    public override ReadOnlySpan<byte> ManyPeers => "{0} peers"u8;
    public override ReadOnlySpan<byte> OneAnnounce => "1 announce"u8;
    public override ReadOnlySpan<byte> ManyAnnounces => "{0} announces"u8;
    public override ReadOnlySpan<byte> OneProblem => "1 problem"u8;
    public override ReadOnlySpan<byte> ManyProblems => "{0} problems"u8;

    // Alarms.
    public override ReadOnlySpan<byte> ConfigAlarm => "seed.toml has a mistake; the settings from before still hold."u8;
    public override ReadOnlySpan<byte> ConfigToDo => "Correct it and save the file."u8;
    public override ReadOnlySpan<byte> NoDriveAlarm => "There is no drive to share from."u8;
    public override ReadOnlySpan<byte> NoDriveToDo => "Plug in a USB drive that holds torrents or a folder called publish."u8;
    public override ReadOnlySpan<byte> DriveErrorsAlarm => "A drive fails to read."u8;
    public override ReadOnlySpan<byte> DriveErrorsToDo => "Unplug the drive and plug it in again; if it happens again, replace it."u8;
    public override ReadOnlySpan<byte> NoNetworkAlarm => "There is no network."u8;
    public override ReadOnlySpan<byte> NoNetworkToDo => "Check the network cable, the Wi-Fi and the router."u8;
    public override ReadOnlySpan<byte> BudgetSpentAlarm => "The upload quota is used up; uploading pauses."u8;
    public override ReadOnlySpan<byte> BudgetSpentToDo => "Wait until it begins anew, or raise it in seed.toml."u8;
    public override ReadOnlySpan<byte> MemoryLimitAlarm => "Memory runs short; new connections are refused."u8;
    public override ReadOnlySpan<byte> MemoryLimitToDo => "Raise memory_limit or lower max_peers in seed.toml."u8;
    public override ReadOnlySpan<byte> PartFailedAlarm => "A part of the program failed and is begun again."u8;
    public override ReadOnlySpan<byte> PartFailedToDo => "Wait a moment; if it happens again, report what the log says."u8;
    public override ReadOnlySpan<byte> CardAlarm => "Something on the card of this box is not as it should be."u8;
    public override ReadOnlySpan<byte> CardToDo => "See to what edgeseed-report.txt on the card says, then start the box again."u8;

    // Pages that say why something does not come.
    public override ReadOnlySpan<byte> ToFrontPage => "To the front page"u8;
    public override ReadOnlySpan<byte> NoPageHeading => "There is no such page"u8;
    public override ReadOnlySpan<byte> NoPage => "The address may be mistyped, or what was here is gone."u8;
    public override ReadOnlySpan<byte> NoTorrentHeading => "There is no such torrent here"u8;
    public override ReadOnlySpan<byte> NoFileHeading => "There is no such file here"u8;
    public override ReadOnlySpan<byte> TakenAway => "It may have been taken away, or its drive is unplugged. All that is here is on the front page."u8;
    public override ReadOnlySpan<byte> BusyHeading => "Too many downloads at once"u8;
    public override ReadOnlySpan<byte> Busy => "Try again in a minute. A torrent program waits by itself: the torrent is on the front page."u8;
    public override ReadOnlySpan<byte> PausedHeading => "Nothing is handed out just now"u8;
    public override ReadOnlySpan<byte> PausedForNow => "The owner has paused it for a while. Try again later: it is all still here."u8;
    public override ReadOnlySpan<byte> DamagedHeading => "Part of this file is damaged or missing here"u8;
    public override ReadOnlySpan<byte> Damaged => "A damaged file is not handed out. Other files, and the undamaged rest by torrent, can still be had."u8;
    public override ReadOnlySpan<byte> DamagedPiece => "The first piece that is damaged or missing is number {0} of {1}, counted from 0."u8;
    public override ReadOnlySpan<byte> OtherFiles => "What can be had"u8;
    public override ReadOnlySpan<byte> UnreadableHeading => "This file cannot be read now"u8;
    public override ReadOnlySpan<byte> Unreadable => "Its drive does not answer. It is tried again by itself: come back later."u8;
    public override ReadOnlySpan<byte> TooManyFilesHeading => "Too many files for one .zip"u8;
    public override ReadOnlySpan<byte> TooManyFiles => "Download them one by one, or all together with a torrent program."u8;
    public override ReadOnlySpan<byte> TooLargeHeading => "Too large for memory_limit"u8;
    public override ReadOnlySpan<byte> TooLarge => "The list of files of this torrent does not fit into the memory that this service may use. Whoever runs it can raise memory_limit."u8;

    // The owner's page.
    public override ReadOnlySpan<byte> OwnerView => "For the owner"u8;
    public override ReadOnlySpan<byte> PauseAll => "Pause all uploads"u8;
    public override ReadOnlySpan<byte> GoOn => "Go on as seed.toml says"u8;
    public override ReadOnlySpan<byte> PausedByHand => "paused by the owner"u8;
    public override ReadOnlySpan<byte> LimitedByHand => "{0} for another {1}, set by hand"u8;
    public override ReadOnlySpan<byte> LimitLabel => "Upload limit"u8;
    public override ReadOnlySpan<byte> HoursLabel => "For how many hours"u8;
    public override ReadOnlySpan<byte> SetLimit => "Set the limit"u8;
    public override ReadOnlySpan<byte> UntilRestart => "This holds until the box starts anew; what is to stay belongs into seed.toml."u8;
    public override ReadOnlySpan<byte> CheckAgain => "Check again"u8;
    public override ReadOnlySpan<byte> LetGo => "Eject"u8;
    public override ReadOnlySpan<byte> NotDone => "That could not be done."u8;
    public override ReadOnlySpan<byte> BadLimitHeading => "This limit cannot be used"u8;
    public override ReadOnlySpan<byte> BadLimit => "Write a rate such as 200 KB/s or 2 MB/s, and from 1 to 744 hours."u8;
    public override ReadOnlySpan<byte> LoginHeading => "Password of the owner, please"u8;
    public override ReadOnlySpan<byte> Login => "Load this page again; any user name goes with the password whose hash is in seed.toml."u8;
    public override ReadOnlySpan<byte> TooManyTriesHeading => "Too many tries"u8;
    public override ReadOnlySpan<byte> TooManyTries => "Wait a minute, then load this page again."u8;
    public override ReadOnlySpan<byte> ForeignFormHeading => "This did not come from the page of the owner"u8;
    public override ReadOnlySpan<byte> ForeignForm => "Another site may have sent it, or the box was started anew meanwhile. Open /admin and press the button again."u8;
    public override ReadOnlySpan<byte> NobodyFinds => "Nobody can find {0}: name a tracker, or let this box run one."u8;
}
