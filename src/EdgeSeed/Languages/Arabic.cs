namespace EdgeSeed.Languages;

/// <summary>Arabic.</summary>
internal sealed class Arabic : Language
{
    public override string Tag => "ar";
    public override bool IsFromRight => true;
    public override char DecimalSeparator => '.';
    public override char GroupSeparator => ',';
    public override string TimeUnits => "يوم ساعة دقيقة ثانية";
    public override string ByteUnit => "بايت";

    // The frame of every page.
    public override ReadOnlySpan<byte> SkipToContent => "انتقل إلى المحتوى"u8;
    public override ReadOnlySpan<byte> Offline => "الجهاز لا يجيب؛ الأرقام قديمة."u8;
    public override ReadOnlySpan<byte> QrOfPage => "رمز QR لهذه الصفحة"u8;

    // The list.
    public override ReadOnlySpan<byte> Search => "بحث"u8;
    public override ReadOnlySpan<byte> SearchHint => "الاسم أو info-hash"u8;
    public override ReadOnlySpan<byte> Matches => "تطابق {0} من {1} تورنت."u8;
    public override ReadOnlySpan<byte> TrackerIntro => "هذا متعقّب (tracker): يعرّف المنزِّلين بعضهم ببعض. عنوانه لمن ينشئ تورنت هو"u8;
    public override ReadOnlySpan<byte> TrackerHeading => "المتعقّب"u8;
    public override ReadOnlySpan<byte> NothingYet => "لا شيء هنا بعد. تظهر الملفات والمجلدات فور قراءتها."u8;
    public override ReadOnlySpan<byte> TheBox => "الجهاز"u8;
    public override ReadOnlySpan<byte> PageOnPhone => "هذه الصفحة على الهاتف"u8;
    public override ReadOnlySpan<byte> Larger => "أكبر"u8;
    public override ReadOnlySpan<byte> Pages => "الصفحات"u8;
    public override ReadOnlySpan<byte> Back => "السابق"u8;
    public override ReadOnlySpan<byte> PageOf => "صفحة {0} من {1}"u8;
    public override ReadOnlySpan<byte> More => "التالي"u8;

    // A torrent.
    public override ReadOnlySpan<byte> InFiles => "في {0} ملفات"u8;
    public override ReadOnlySpan<byte> Seed => "مصدر"u8;
    public override ReadOnlySpan<byte> Seeds => "مصادر"u8;
    public override ReadOnlySpan<byte> Downloading => "قيد التنزيل"u8;
    public override ReadOnlySpan<byte> Done => "اكتمل"u8;
    public override ReadOnlySpan<byte> Up => "رفع"u8;
    public override ReadOnlySpan<byte> Download => "تنزيل"u8;
    public override ReadOnlySpan<byte> Play => "تشغيل"u8;
    public override ReadOnlySpan<byte> Torrent => "تورنت"u8;
    public override ReadOnlySpan<byte> Magnet => "مغناطيس"u8;
    public override ReadOnlySpan<byte> WaitingToBeRead => "في انتظار القراءة"u8;
    public override ReadOnlySpan<byte> BeingCopied => "يجري نسخه؛ يُنشر عند الانتهاء"u8;
    public override ReadOnlySpan<byte> BeingFetched => "يجري جلبه: {0} %"u8;
    public override ReadOnlySpan<byte> Progress => "التقدم"u8;
    public override ReadOnlySpan<byte> CannotBeRead => "لا يمكن قراءته الآن."u8;
    public override ReadOnlySpan<byte> DataMissing => "بياناته غير موجودة أو طولها مختلف."u8;
    public override ReadOnlySpan<byte> DriveMissing => "القرص أو المجلد {0} غير موصول."u8;
    public override ReadOnlySpan<byte> NothingInIt => "إنه فارغ؛ ما يوضع فيه يُنشر."u8;
    public override ReadOnlySpan<byte> PiecesRight => "{0} من {1} قطعة سليمة؛ وهي وحدها المعروضة."u8;

    // A torrent's own page.
    public override ReadOnlySpan<byte> Files => "الملفات"u8;
    public override ReadOnlySpan<byte> ListUnreadable => "لا يمكن قراءة القائمة الآن."u8;
    public override ReadOnlySpan<byte> DamagedFile => "تالف هنا"u8;
    public override ReadOnlySpan<byte> ForPhone => "للهاتف"u8;
    public override ReadOnlySpan<byte> Copy => "نسخ"u8;
    public override ReadOnlySpan<byte> Copied => "نُسخ"u8;
    public override ReadOnlySpan<byte> MadeOn => "أُنشئ في {0}"u8;
    public override ReadOnlySpan<byte> PiecesOf => "قطع من {0}"u8;
    public override ReadOnlySpan<byte> Private => "خاص: متعقّباته وحدها تسمّي الأقران"u8;
    public override ReadOnlySpan<byte> WhoHasIt => "من لديه"u8;
    public override ReadOnlySpan<byte> CopiesSent => "نسخ أُرسلت من هنا"u8;
    public override ReadOnlySpan<byte> CopiesInReach => "نسخ هنا ولدى كل المتصلين"u8;
    public override ReadOnlySpan<byte> Program => "البرنامج"u8;
    public override ReadOnlySpan<byte> Has => "لديه"u8;
    public override ReadOnlySpan<byte> Unknown => "غير معروف"u8;
    public override ReadOnlySpan<byte> AdviceWithoutProgram => "التورنت ورابط المغناطيس لبرامج BitTorrent، وهي غير متوفرة على iPhone وiPad: استخدم التنزيل."u8;
    public override ReadOnlySpan<byte> Advice => "عندما ينزّل كثيرون معًا يكون التورنت أو رابط المغناطيس أسرع: الجميع يساعد. يُفتح ببرنامج مجاني مثل {0}."u8;

    // The box.
    public override ReadOnlySpan<byte> Upload => "الرفع"u8;
    public override ReadOnlySpan<byte> UploadGraph => "معدل الرفع خلال آخر {0}، أقصاه {1}"u8;
    public override ReadOnlySpan<byte> PausedBySchedule => "متوقف حسب الجدول"u8;
    public override ReadOnlySpan<byte> OfLimit => "من {0}"u8;
    public override ReadOnlySpan<byte> PeersConnected => "الأقران"u8;
    public override ReadOnlySpan<byte> Sent => "أُرسل"u8;
    public override ReadOnlySpan<byte> Hours => "الساعات"u8;
    public override ReadOnlySpan<byte> ReceivedByEverybody => "ما استلمه الجميع"u8;
    public override ReadOnlySpan<byte> TimesSent => "{0} ضعف ما أُرسل من هنا"u8;
    public override ReadOnlySpan<byte> Today => "اليوم"u8;
    public override ReadOnlySpan<byte> ThisMonth => "هذا الشهر"u8;
    public override ReadOnlySpan<byte> UsedOf => "{0} من {1}"u8;
    public override ReadOnlySpan<byte> DrivesAndFolders => "الأقراص والمجلدات"u8;
    public override ReadOnlySpan<byte> DriveAway => "غير موصول؛ ملفاته تنتظر"u8;
    public override ReadOnlySpan<byte> DriveOpening => "يجري فتحه"u8;
    public override ReadOnlySpan<byte> DriveSearched => "يجري البحث فيه، {0} من {1}"u8;
    public override ReadOnlySpan<byte> DriveRead => "تجري قراءته، {0} من {1}"u8;
    public override ReadOnlySpan<byte> DriveAsleep => "نائم"u8;
    public override ReadOnlySpan<byte> DriveFails => "تفشل قراءته منذ {0}"u8;
    public override ReadOnlySpan<byte> DriveLetGo => "يجري تحريره"u8;
    public override ReadOnlySpan<byte> DriveRemovable => "يمكن نزعه"u8;
    public override ReadOnlySpan<byte> ThisBox => "هذا الجهاز"u8;
    public override ReadOnlySpan<byte> RunningFor => "يعمل منذ"u8;
    public override ReadOnlySpan<byte> Memory => "الذاكرة"u8;
    public override ReadOnlySpan<byte> TorrentsTracked => "تورنتات متعقَّبة"u8;
    public override ReadOnlySpan<byte> Announces => "الإعلانات"u8;
    public override ReadOnlySpan<byte> PeersKnown => "الأقران المعروفون"u8;
    public override ReadOnlySpan<byte> Address => "العنوان"u8;
    public override ReadOnlySpan<byte> Router => "الموجّه"u8;
    public override ReadOnlySpan<byte> RouterAsked => "يجري سؤاله"u8;
    public override ReadOnlySpan<byte> PortsOpen => "المنافذ مفتوحة"u8;
    public override ReadOnlySpan<byte> PortsClosed => "المنافذ مغلقة"u8;

    // The status in a line.
    public override ReadOnlySpan<byte> Stopping => "يجري الإيقاف"u8;
    public override ReadOnlySpan<byte> Hashing => "قراءة {0} {1} %"u8;
    public override ReadOnlySpan<byte> TimeLeft => "بقي {0}"u8;
    public override ReadOnlySpan<byte> MoreToCome => "{0} أخرى تنتظر"u8;
    public override ReadOnlySpan<byte> WaitingFor => "في انتظار {0}"u8;
    public override ReadOnlySpan<byte> Starting => "يجري فحص المجلدات"u8;
    public override ReadOnlySpan<byte> NothingToSeed => "لا شيء للمشاركة بعد"u8;
    public override ReadOnlySpan<byte> Seeding => "مشاركة {0} ({1})"u8;
    public override ReadOnlySpan<byte> SomeOf => "{0} من {1}"u8;
    public override ReadOnlySpan<byte> Tracking => "تعقّب {0}"u8;
    public override ReadOnlySpan<byte> NobodyConnected => "لا أقران متصلون"u8;
    public override ReadOnlySpan<byte> RateTo => "{0} إلى {1}"u8;
    public override ReadOnlySpan<byte> SentInAll => "أُرسل {0}"u8;
    public override ReadOnlySpan<byte> OneTorrent => "تورنت واحد"u8;
    public override ReadOnlySpan<byte> ManyTorrents => "{0} تورنت"u8;
    public override ReadOnlySpan<byte> OnePeer => "قرين واحد"u8;
    public override ReadOnlySpan<byte> ManyPeers => "{0} أقران"u8;
    public override ReadOnlySpan<byte> OneAnnounce => "إعلان واحد"u8;
    public override ReadOnlySpan<byte> ManyAnnounces => "{0} إعلان"u8;
    public override ReadOnlySpan<byte> OneProblem => "مشكلة واحدة"u8;
    public override ReadOnlySpan<byte> ManyProblems => "{0} مشاكل"u8;

    // Alarms.
    public override ReadOnlySpan<byte> ConfigAlarm => "في seed.toml خطأ؛ الإعدادات السابقة ما زالت سارية."u8;
    public override ReadOnlySpan<byte> ConfigToDo => "صحّحه واحفظ الملف."u8;
    public override ReadOnlySpan<byte> NoDriveAlarm => "لا يوجد قرص للمشاركة منه."u8;
    public override ReadOnlySpan<byte> NoDriveToDo => "صِل قرص USB فيه تورنتات أو مجلد اسمه publish."u8;
    public override ReadOnlySpan<byte> DriveErrorsAlarm => "قرص تفشل قراءته."u8;
    public override ReadOnlySpan<byte> DriveErrorsToDo => "افصل القرص ثم صِله ثانية؛ إن تكرر ذلك فاستبدله."u8;
    public override ReadOnlySpan<byte> NoNetworkAlarm => "لا توجد شبكة."u8;
    public override ReadOnlySpan<byte> NoNetworkToDo => "تحقق من كابل الشبكة والواي فاي والموجّه."u8;
    public override ReadOnlySpan<byte> BudgetSpentAlarm => "حصة الرفع استُنفدت؛ الرفع متوقف."u8;
    public override ReadOnlySpan<byte> BudgetSpentToDo => "انتظر حتى تبدأ من جديد، أو ارفعها في seed.toml."u8;
    public override ReadOnlySpan<byte> MemoryLimitAlarm => "الذاكرة تنفد؛ تُرفض الاتصالات الجديدة."u8;
    public override ReadOnlySpan<byte> MemoryLimitToDo => "ارفع memory_limit أو اخفض max_peers في seed.toml."u8;
    public override ReadOnlySpan<byte> PartFailedAlarm => "فشل جزء من البرنامج ويجري بدؤه من جديد."u8;
    public override ReadOnlySpan<byte> PartFailedToDo => "انتظر لحظة؛ إن تكرر ذلك فأبلغ بما في السجل."u8;
    public override ReadOnlySpan<byte> CardAlarm => "شيء على بطاقة الجهاز ليس كما ينبغي."u8;
    public override ReadOnlySpan<byte> CardToDo => "عالِج ما يقوله edgeseed-report.txt على البطاقة ثم أعد تشغيل الجهاز."u8;

    // Pages that say why something does not come.
    public override ReadOnlySpan<byte> ToFrontPage => "إلى الصفحة الرئيسية"u8;
    public override ReadOnlySpan<byte> NoPageHeading => "لا توجد صفحة كهذه"u8;
    public override ReadOnlySpan<byte> NoPage => "ربما كُتب العنوان خطأً، أو زال ما كان هنا."u8;
    public override ReadOnlySpan<byte> NoTorrentHeading => "لا يوجد تورنت كهذا هنا"u8;
    public override ReadOnlySpan<byte> NoFileHeading => "لا يوجد ملف كهذا هنا"u8;
    public override ReadOnlySpan<byte> TakenAway => "ربما أُزيل أو فُصل قرصه. كل ما هنا مدرج في الصفحة الرئيسية."u8;
    public override ReadOnlySpan<byte> BusyHeading => "تنزيلات كثيرة في وقت واحد"u8;
    public override ReadOnlySpan<byte> Busy => "حاول ثانية بعد دقيقة. برنامج التورنت ينتظر وحده: التورنت في الصفحة الرئيسية."u8;
    public override ReadOnlySpan<byte> PausedHeading => "لا يُوزَّع شيء الآن"u8;
    public override ReadOnlySpan<byte> PausedForNow => "أوقف المالك التوزيع لبعض الوقت. حاول لاحقًا: كل شيء ما زال هنا."u8;
    public override ReadOnlySpan<byte> DamagedHeading => "جزء من هذا الملف تالف أو مفقود هنا"u8;
    public override ReadOnlySpan<byte> Damaged => "لا يُوزَّع ملف تالف. تبقى الملفات الأخرى والباقي السليم عبر التورنت متاحة."u8;
    public override ReadOnlySpan<byte> DamagedPiece => "أول قطعة تالفة أو مفقودة هي رقم {0} من {1}، والعد من 0."u8;
    public override ReadOnlySpan<byte> OtherFiles => "ما يمكن الحصول عليه"u8;
    public override ReadOnlySpan<byte> UnreadableHeading => "لا يمكن قراءة هذا الملف الآن"u8;
    public override ReadOnlySpan<byte> Unreadable => "قرصه لا يجيب. تُعاد المحاولة تلقائيًا: عُد لاحقًا."u8;
    public override ReadOnlySpan<byte> TooManyFilesHeading => "ملفات أكثر من أن يضمها ‎.zip واحد"u8;
    public override ReadOnlySpan<byte> TooManyFiles => "نزّلها واحدًا واحدًا، أو كلها معًا ببرنامج تورنت."u8;
    public override ReadOnlySpan<byte> TooLargeHeading => "أكبر من memory_limit"u8;
    public override ReadOnlySpan<byte> TooLarge => "قائمة ملفات هذا التورنت لا تتسع لها الذاكرة المسموح بها لهذه الخدمة. يمكن لمن يديرها رفع memory_limit."u8;

    // The owner's page.
    public override ReadOnlySpan<byte> OwnerView => "للمالك"u8;
    public override ReadOnlySpan<byte> PauseAll => "إيقاف كل الرفع مؤقتًا"u8;
    public override ReadOnlySpan<byte> GoOn => "المتابعة حسب seed.toml"u8;
    public override ReadOnlySpan<byte> PausedByHand => "أوقفه المالك مؤقتًا"u8;
    public override ReadOnlySpan<byte> LimitedByHand => "{0} لمدة {1} أخرى، ضُبط يدويًا"u8;
    public override ReadOnlySpan<byte> LimitLabel => "حد الرفع"u8;
    public override ReadOnlySpan<byte> HoursLabel => "لكم ساعة"u8;
    public override ReadOnlySpan<byte> SetLimit => "ضبط الحد"u8;
    public override ReadOnlySpan<byte> UntilRestart => "يسري هذا حتى إعادة تشغيل الجهاز؛ وما يجب أن يبقى فمكانه seed.toml."u8;
    public override ReadOnlySpan<byte> CheckAgain => "فحص من جديد"u8;
    public override ReadOnlySpan<byte> LetGo => "إخراج"u8;
    public override ReadOnlySpan<byte> NotDone => "تعذّر تنفيذ ذلك."u8;
    public override ReadOnlySpan<byte> BadLimitHeading => "لا يمكن استعمال هذا الحد"u8;
    public override ReadOnlySpan<byte> BadLimit => "اكتب معدلًا مثل 200 KB/s أو 2 MB/s، ومن 1 إلى 744 ساعة."u8;
    public override ReadOnlySpan<byte> LoginHeading => "كلمة سر المالك من فضلك"u8;
    public override ReadOnlySpan<byte> Login => "أعد تحميل هذه الصفحة؛ أي اسم مستخدم يصلح مع كلمة السر التي توجد بصمتها في seed.toml."u8;
    public override ReadOnlySpan<byte> TooManyTriesHeading => "محاولات كثيرة جدًا"u8;
    public override ReadOnlySpan<byte> TooManyTries => "انتظر دقيقة ثم أعد تحميل هذه الصفحة."u8;
    public override ReadOnlySpan<byte> ForeignFormHeading => "لم يأت هذا من صفحة المالك"u8;
    public override ReadOnlySpan<byte> ForeignForm => "ربما أرسله موقع آخر، أو أُعيد تشغيل الجهاز في الأثناء. افتح /admin واضغط الزر من جديد."u8;
    public override ReadOnlySpan<byte> NobodyFinds => "لا أحد يستطيع العثور على {0}: سمِّ متتبِّعًا، أو دع هذا الجهاز يشغّل واحدًا."u8;
}
