namespace EdgeSeed.Hardware.Buttons;

/// <summary>
/// Tells short presses from long ones, out of what a bouncing contact looks like now and then. A level counts when two looks in a row
/// agree: looks are <see cref="LookInterval"/> apart, contacts bounce for some 10 ms. Not for several threads.
/// </summary>
/// <param name="hold">How long makes a press a long one.</param>
public sealed class ButtonGesture(TimeSpan hold)
{
    /// <summary>How often to look.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    // As if a long press had been told: a contact that is closed from the start is stuck or wired the other way round, not a wish.
    private bool _lastLook = true;
    private bool _isDown = true;
    private bool _isTold = true;
    private TimeSpan _downSince;

    /// <summary>For how long it is held already; zero when it is up, or when the long press has been told.</summary>
    /// <param name="now">The time, on the clock of <see cref="Look"/>.</param>
    public TimeSpan HeldFor(TimeSpan now) => _isDown && !_isTold ? now - _downSince : TimeSpan.Zero;

    /// <summary>Takes a look into account.</summary>
    /// <param name="isPressed">Whether the contact is closed.</param>
    /// <param name="now">The time, on any clock that never goes back.</param>
    public ButtonPress Look(bool isPressed, TimeSpan now)
    {
        bool isSteady = isPressed == _lastLook;
        _lastLook = isPressed;
        if (!isSteady) return ButtonPress.None;
        if (isPressed && !_isDown) (_isDown, _isTold, _downSince) = (true, false, now);
        if (isPressed) return _isTold || now - _downSince < hold ? ButtonPress.None : Tell();
        if (!_isDown) return ButtonPress.None;
        _isDown = false;
        return _isTold ? ButtonPress.None : ButtonPress.Short;
    }

    private ButtonPress Tell()
    {
        _isTold = true;
        return ButtonPress.Held;
    }
}

/// <summary>What was done with a button.</summary>
public enum ButtonPress
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It was pressed and let go.</summary>
    Short,

    /// <summary>It has been held long enough; told once, while it is still down.</summary>
    Held,
}
