namespace EdgeSeed.Languages;

/// <summary>Hindi.</summary>
internal sealed class Hindi : Language
{
    public override string Tag => "hi";
    public override char DecimalSeparator => '.';
    public override char GroupSeparator => ',';
    public override string TimeUnits => "दिन घं मि से";
    public override string ByteUnit => "बाइट";

    // The frame of every page.
    public override ReadOnlySpan<byte> SkipToContent => "सामग्री पर जाएँ"u8;
    public override ReadOnlySpan<byte> Offline => "यह उपकरण जवाब नहीं दे रहा; आँकड़े पुराने हैं।"u8;
    public override ReadOnlySpan<byte> QrOfPage => "इस पेज का QR कोड"u8;

    // The list.
    public override ReadOnlySpan<byte> Search => "खोजें"u8;
    public override ReadOnlySpan<byte> SearchHint => "नाम या info-hash"u8;
    public override ReadOnlySpan<byte> Matches => "{1} में से {0} टोरेंट मिले।"u8;
    public override ReadOnlySpan<byte> TrackerIntro => "यह एक ट्रैकर है: यह डाउनलोड करने वालों को आपस में मिलाता है। टोरेंट बनाने वालों के लिए इसका पता:"u8;
    public override ReadOnlySpan<byte> TrackerHeading => "ट्रैकर"u8;
    public override ReadOnlySpan<byte> NothingYet => "यहाँ अभी कुछ नहीं है। फ़ाइलें और फ़ोल्डर पढ़े जाते ही दिखेंगे।"u8;
    public override ReadOnlySpan<byte> TheBox => "उपकरण"u8;
    public override ReadOnlySpan<byte> PageOnPhone => "यह पेज फ़ोन पर"u8;
    public override ReadOnlySpan<byte> Larger => "बड़ा करें"u8;
    public override ReadOnlySpan<byte> Pages => "पेज"u8;
    public override ReadOnlySpan<byte> Back => "पिछला"u8;
    public override ReadOnlySpan<byte> PageOf => "पेज {0}, कुल {1}"u8;
    public override ReadOnlySpan<byte> More => "अगला"u8;

    // A torrent.
    public override ReadOnlySpan<byte> InFiles => "{0} फ़ाइलों में"u8;
    public override ReadOnlySpan<byte> Seed => "स्रोत"u8;
    public override ReadOnlySpan<byte> Seeds => "स्रोत"u8;
    public override ReadOnlySpan<byte> Downloading => "डाउनलोड कर रहे"u8;
    public override ReadOnlySpan<byte> Done => "पूरे"u8;
    public override ReadOnlySpan<byte> Up => "अपलोड"u8;
    public override ReadOnlySpan<byte> Download => "डाउनलोड"u8;
    public override ReadOnlySpan<byte> Play => "चलाएँ"u8;
    public override ReadOnlySpan<byte> Torrent => "टोरेंट"u8;
    public override ReadOnlySpan<byte> Magnet => "मैगनेट"u8;
    public override ReadOnlySpan<byte> WaitingToBeRead => "पढ़े जाने की प्रतीक्षा में"u8;
    public override ReadOnlySpan<byte> BeingCopied => "कॉपी हो रहा है; पूरा होने पर प्रकाशित होगा"u8;
    public override ReadOnlySpan<byte> BeingFetched => "लाया जा रहा है: {0} %"u8;
    public override ReadOnlySpan<byte> Progress => "प्रगति"u8;
    public override ReadOnlySpan<byte> CannotBeRead => "यह अभी पढ़ा नहीं जा सकता।"u8;
    public override ReadOnlySpan<byte> DataMissing => "इसका डेटा नहीं है, या उसकी लंबाई अलग है।"u8;
    public override ReadOnlySpan<byte> DriveMissing => "इसकी ड्राइव या फ़ोल्डर {0} हटा हुआ है।"u8;
    public override ReadOnlySpan<byte> NothingInIt => "यह खाली है; इसमें जो रखा जाए वह प्रकाशित होता है।"u8;
    public override ReadOnlySpan<byte> PiecesRight => "{1} में से {0} टुकड़े सही हैं; केवल वही दिए जाते हैं।"u8;

    // A torrent's own page.
    public override ReadOnlySpan<byte> Files => "फ़ाइलें"u8;
    public override ReadOnlySpan<byte> ListUnreadable => "सूची अभी पढ़ी नहीं जा सकती।"u8;
    public override ReadOnlySpan<byte> DamagedFile => "यहाँ खराब"u8;
    public override ReadOnlySpan<byte> ForPhone => "फ़ोन के लिए"u8;
    public override ReadOnlySpan<byte> Copy => "कॉपी करें"u8;
    public override ReadOnlySpan<byte> Copied => "कॉपी हुआ"u8;
    public override ReadOnlySpan<byte> MadeOn => "{0} को बना"u8;
    public override ReadOnlySpan<byte> PiecesOf => "{0} के टुकड़े"u8;
    public override ReadOnlySpan<byte> Private => "निजी: केवल इसके ट्रैकर पीयर बताते हैं"u8;
    public override ReadOnlySpan<byte> WhoHasIt => "किसके पास है"u8;
    public override ReadOnlySpan<byte> CopiesSent => "यहाँ से भेजी प्रतियाँ"u8;
    public override ReadOnlySpan<byte> CopiesInReach => "यहाँ और सभी जुड़े लोगों के पास प्रतियाँ"u8;
    public override ReadOnlySpan<byte> Program => "प्रोग्राम"u8;
    public override ReadOnlySpan<byte> Has => "पास है"u8;
    public override ReadOnlySpan<byte> Unknown => "अज्ञात"u8;
    public override ReadOnlySpan<byte> AdviceWithoutProgram => "टोरेंट और मैगनेट लिंक BitTorrent प्रोग्राम के लिए हैं, जो iPhone और iPad पर नहीं होते: डाउनलोड का उपयोग करें।"u8;
    public override ReadOnlySpan<byte> Advice => "जब बहुत लोग एक साथ डाउनलोड करें तो टोरेंट या मैगनेट लिंक तेज़ है: सब मदद करते हैं। ये {0} जैसे मुफ़्त प्रोग्राम में खुलते हैं।"u8;

    // The box.
    public override ReadOnlySpan<byte> Upload => "अपलोड"u8;
    public override ReadOnlySpan<byte> UploadGraph => "पिछले {0} की अपलोड गति, अधिकतम {1}"u8;
    public override ReadOnlySpan<byte> PausedBySchedule => "समय-सारणी से रुका"u8;
    public override ReadOnlySpan<byte> OfLimit => "/ {0}"u8;
    public override ReadOnlySpan<byte> PeersConnected => "पीयर"u8;
    public override ReadOnlySpan<byte> Sent => "भेजा"u8;
    public override ReadOnlySpan<byte> Hours => "घंटे"u8;
    public override ReadOnlySpan<byte> ReceivedByEverybody => "सबने पाया"u8;
    public override ReadOnlySpan<byte> TimesSent => "यहाँ से भेजे का {0} गुना"u8;
    public override ReadOnlySpan<byte> Today => "आज"u8;
    public override ReadOnlySpan<byte> ThisMonth => "इस महीने"u8;
    public override ReadOnlySpan<byte> UsedOf => "{1} में से {0}"u8;
    public override ReadOnlySpan<byte> DrivesAndFolders => "ड्राइव और फ़ोल्डर"u8;
    public override ReadOnlySpan<byte> DriveAway => "हटा हुआ; इसके टोरेंट प्रतीक्षा में"u8;
    public override ReadOnlySpan<byte> DriveOpening => "खोला जा रहा"u8;
    public override ReadOnlySpan<byte> DriveSearched => "खोजा जा रहा, {1} में से {0}"u8;
    public override ReadOnlySpan<byte> DriveRead => "पढ़ा जा रहा, {1} में से {0}"u8;
    public override ReadOnlySpan<byte> DriveAsleep => "सोया हुआ"u8;
    public override ReadOnlySpan<byte> DriveFails => "{0} से पढ़ने में विफल"u8;
    public override ReadOnlySpan<byte> DriveLetGo => "छोड़ा जा रहा"u8;
    public override ReadOnlySpan<byte> DriveRemovable => "निकाला जा सकता है"u8;
    public override ReadOnlySpan<byte> ThisBox => "यह उपकरण"u8;
    public override ReadOnlySpan<byte> RunningFor => "चालू है"u8;
    public override ReadOnlySpan<byte> Memory => "मेमोरी"u8;
    public override ReadOnlySpan<byte> TorrentsTracked => "ट्रैक किए टोरेंट"u8;
    public override ReadOnlySpan<byte> Announces => "अनाउंस"u8;
    public override ReadOnlySpan<byte> PeersKnown => "ज्ञात पीयर"u8;
    public override ReadOnlySpan<byte> Address => "पता"u8;
    public override ReadOnlySpan<byte> Router => "राउटर"u8;
    public override ReadOnlySpan<byte> RouterAsked => "पूछा जा रहा"u8;
    public override ReadOnlySpan<byte> PortsOpen => "पोर्ट खुले"u8;
    public override ReadOnlySpan<byte> PortsClosed => "पोर्ट बंद"u8;

    // The status in a line.
    public override ReadOnlySpan<byte> Stopping => "रुक रहा है"u8;
    public override ReadOnlySpan<byte> Hashing => "{0} पढ़ा जा रहा है {1} %"u8;
    public override ReadOnlySpan<byte> TimeLeft => "{0} शेष"u8;
    public override ReadOnlySpan<byte> MoreToCome => "{0} और बाकी"u8;
    public override ReadOnlySpan<byte> WaitingFor => "{0} की प्रतीक्षा है"u8;
    public override ReadOnlySpan<byte> Starting => "फ़ोल्डर देखे जा रहे हैं"u8;
    public override ReadOnlySpan<byte> NothingToSeed => "साझा करने को अभी कुछ नहीं"u8;
    public override ReadOnlySpan<byte> Seeding => "{0} साझा ({1})"u8;
    public override ReadOnlySpan<byte> SomeOf => "{1} में से {0}"u8;
    public override ReadOnlySpan<byte> Tracking => "{0} ट्रैक"u8;
    public override ReadOnlySpan<byte> NobodyConnected => "कोई पीयर नहीं जुड़ा"u8;
    public override ReadOnlySpan<byte> RateTo => "{1} को {0}"u8;
    public override ReadOnlySpan<byte> SentInAll => "{0} भेजा"u8;
    public override ReadOnlySpan<byte> OneTorrent => "1 टोरेंट"u8;
    public override ReadOnlySpan<byte> ManyTorrents => "{0} टोरेंट"u8;
    public override ReadOnlySpan<byte> OnePeer => "1 पीयर"u8;
    public override ReadOnlySpan<byte> ManyPeers => "{0} पीयर"u8;
    public override ReadOnlySpan<byte> OneAnnounce => "1 अनाउंस"u8;
    public override ReadOnlySpan<byte> ManyAnnounces => "{0} अनाउंस"u8;
    public override ReadOnlySpan<byte> OneProblem => "1 समस्या"u8;
    public override ReadOnlySpan<byte> ManyProblems => "{0} समस्याएँ"u8;

    // Alarms.
    public override ReadOnlySpan<byte> ConfigAlarm => "seed.toml में गलती है; पहले की सेटिंग लागू हैं।"u8;
    public override ReadOnlySpan<byte> ConfigToDo => "उसे ठीक करें और फ़ाइल सहेजें।"u8;
    public override ReadOnlySpan<byte> NoDriveAlarm => "साझा करने के लिए कोई ड्राइव नहीं है।"u8;
    public override ReadOnlySpan<byte> NoDriveToDo => "ऐसी USB ड्राइव लगाएँ जिसमें टोरेंट या publish नाम का फ़ोल्डर हो।"u8;
    public override ReadOnlySpan<byte> DriveErrorsAlarm => "एक ड्राइव पढ़ी नहीं जा रही।"u8;
    public override ReadOnlySpan<byte> DriveErrorsToDo => "ड्राइव निकालकर फिर लगाएँ; दोबारा हो तो बदल दें।"u8;
    public override ReadOnlySpan<byte> NoNetworkAlarm => "नेटवर्क नहीं है।"u8;
    public override ReadOnlySpan<byte> NoNetworkToDo => "नेटवर्क केबल, वाई-फ़ाई और राउटर जाँचें।"u8;
    public override ReadOnlySpan<byte> BudgetSpentAlarm => "अपलोड कोटा समाप्त; अपलोड रुका है।"u8;
    public override ReadOnlySpan<byte> BudgetSpentToDo => "इसके फिर शुरू होने की प्रतीक्षा करें, या seed.toml में बढ़ाएँ।"u8;
    public override ReadOnlySpan<byte> MemoryLimitAlarm => "मेमोरी कम है; नए कनेक्शन अस्वीकार हो रहे हैं।"u8;
    public override ReadOnlySpan<byte> MemoryLimitToDo => "seed.toml में memory_limit बढ़ाएँ या max_peers घटाएँ।"u8;
    public override ReadOnlySpan<byte> PartFailedAlarm => "प्रोग्राम का एक भाग विफल हुआ और फिर शुरू हो रहा है।"u8;
    public override ReadOnlySpan<byte> PartFailedToDo => "थोड़ा रुकें; दोबारा हो तो लॉग की बात बताएँ।"u8;
    public override ReadOnlySpan<byte> CardAlarm => "बॉक्स के कार्ड पर कुछ ठीक नहीं है।"u8;
    public override ReadOnlySpan<byte> CardToDo => "कार्ड पर edgeseed-report.txt जो कहे उसे ठीक करें, फिर बॉक्स दोबारा शुरू करें।"u8;

    // Pages that say why something does not come.
    public override ReadOnlySpan<byte> ToFrontPage => "मुख्य पेज पर"u8;
    public override ReadOnlySpan<byte> NoPageHeading => "ऐसा कोई पेज नहीं है"u8;
    public override ReadOnlySpan<byte> NoPage => "शायद पता गलत लिखा है, या जो यहाँ था वह हट गया।"u8;
    public override ReadOnlySpan<byte> NoTorrentHeading => "ऐसा कोई टोरेंट यहाँ नहीं है"u8;
    public override ReadOnlySpan<byte> NoFileHeading => "ऐसी कोई फ़ाइल यहाँ नहीं है"u8;
    public override ReadOnlySpan<byte> TakenAway => "शायद इसे हटा दिया गया या इसकी ड्राइव निकली है। यहाँ जो भी है वह मुख्य पेज पर है।"u8;
    public override ReadOnlySpan<byte> BusyHeading => "एक साथ बहुत डाउनलोड"u8;
    public override ReadOnlySpan<byte> Busy => "एक मिनट में फिर कोशिश करें। टोरेंट प्रोग्राम खुद प्रतीक्षा करता है: टोरेंट मुख्य पेज पर है।"u8;
    public override ReadOnlySpan<byte> PausedHeading => "अभी कुछ नहीं दिया जा रहा"u8;
    public override ReadOnlySpan<byte> PausedForNow => "मालिक ने इसे कुछ समय के लिए रोका है। बाद में फिर कोशिश करें: सब कुछ यहीं है।"u8;
    public override ReadOnlySpan<byte> DamagedHeading => "इस फ़ाइल का कुछ भाग यहाँ खराब है या नहीं है"u8;
    public override ReadOnlySpan<byte> Damaged => "खराब फ़ाइल नहीं दी जाती। दूसरी फ़ाइलें, और बाकी सही भाग टोरेंट से, अब भी मिल सकते हैं।"u8;
    public override ReadOnlySpan<byte> DamagedPiece => "पहला खराब या गायब टुकड़ा {1} में से {0} नंबर का है, गिनती 0 से।"u8;
    public override ReadOnlySpan<byte> OtherFiles => "जो मिल सकता है"u8;
    public override ReadOnlySpan<byte> UnreadableHeading => "यह फ़ाइल अभी पढ़ी नहीं जा सकती"u8;
    public override ReadOnlySpan<byte> Unreadable => "इसकी ड्राइव जवाब नहीं दे रही। कोशिश अपने आप होती रहेगी: बाद में आएँ।"u8;
    public override ReadOnlySpan<byte> TooManyFilesHeading => "एक .zip के लिए बहुत फ़ाइलें"u8;
    public override ReadOnlySpan<byte> TooManyFiles => "एक-एक करके डाउनलोड करें, या टोरेंट प्रोग्राम से सब एक साथ।"u8;
    public override ReadOnlySpan<byte> TooLargeHeading => "memory_limit के लिए बहुत बड़ा"u8;
    public override ReadOnlySpan<byte> TooLarge => "इस टोरेंट की फ़ाइल-सूची इस सेवा की मेमोरी में नहीं समाती। इसे चलाने वाला memory_limit बढ़ा सकता है।"u8;

    // The owner's page.
    public override ReadOnlySpan<byte> OwnerView => "मालिक के लिए"u8;
    public override ReadOnlySpan<byte> PauseAll => "सारा अपलोड रोकें"u8;
    public override ReadOnlySpan<byte> GoOn => "seed.toml के अनुसार जारी रखें"u8;
    public override ReadOnlySpan<byte> PausedByHand => "मालिक ने रोका है"u8;
    public override ReadOnlySpan<byte> LimitedByHand => "{0}, {1} और, हाथ से तय"u8;
    public override ReadOnlySpan<byte> LimitLabel => "अपलोड सीमा"u8;
    public override ReadOnlySpan<byte> HoursLabel => "कितने घंटों के लिए"u8;
    public override ReadOnlySpan<byte> SetLimit => "सीमा लगाएँ"u8;
    public override ReadOnlySpan<byte> UntilRestart => "यह बॉक्स के दोबारा चालू होने तक है; जो बना रहना है वह seed.toml में लिखें।"u8;
    public override ReadOnlySpan<byte> CheckAgain => "फिर से जाँचें"u8;
    public override ReadOnlySpan<byte> LetGo => "निकालें"u8;
    public override ReadOnlySpan<byte> NotDone => "यह नहीं हो सका।"u8;
    public override ReadOnlySpan<byte> BadLimitHeading => "यह सीमा काम की नहीं"u8;
    public override ReadOnlySpan<byte> BadLimit => "200 KB/s या 2 MB/s जैसी दर और 1 से 744 घंटे लिखें।"u8;
    public override ReadOnlySpan<byte> LoginHeading => "मालिक का पासवर्ड चाहिए"u8;
    public override ReadOnlySpan<byte> Login => "यह पन्ना फिर खोलें; जिस पासवर्ड का हैश seed.toml में है उसके साथ कोई भी नाम चलेगा।"u8;
    public override ReadOnlySpan<byte> TooManyTriesHeading => "बहुत अधिक प्रयास"u8;
    public override ReadOnlySpan<byte> TooManyTries => "एक मिनट रुकें, फिर यह पन्ना दोबारा खोलें।"u8;
    public override ReadOnlySpan<byte> ForeignFormHeading => "यह मालिक के पन्ने से नहीं आया"u8;
    public override ReadOnlySpan<byte> ForeignForm => "शायद किसी और साइट ने भेजा, या बीच में बॉक्स दोबारा चालू हुआ। /admin खोलें और बटन फिर दबाएँ।"u8;
    public override ReadOnlySpan<byte> NobodyFinds => "{0} किसी को नहीं मिल सकता: कोई ट्रैकर बताएँ, या इस बॉक्स को चलाने दें।"u8;
}
