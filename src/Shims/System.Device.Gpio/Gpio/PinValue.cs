namespace System.Device.Gpio;

/// <summary>High or low.</summary>
public readonly struct PinValue : IEquatable<PinValue>
{
    private readonly byte _value;

    private PinValue(byte value) => _value = value;

    /// <summary>The electrically higher value.</summary>
    public static PinValue High => new(1);

    /// <summary>The electrically lower value.</summary>
    public static PinValue Low => new(0);

    /// <summary>0 is low, everything else high.</summary>
    public static implicit operator PinValue(int value) => value == 0 ? Low : High;

    /// <summary>True is high.</summary>
    public static implicit operator PinValue(bool value) => value ? High : Low;

    /// <summary>High is 1, low 0.</summary>
    public static explicit operator byte(PinValue value) => value._value;

    /// <summary>High is 1, low 0.</summary>
    public static explicit operator int(PinValue value) => value._value;

    /// <summary>High is true.</summary>
    public static explicit operator bool(PinValue value) => value._value != 0;

    /// <summary>The other value.</summary>
    public static PinValue operator !(PinValue value) => value._value == 0 ? High : Low;

    /// <summary>Whether both are high or both low.</summary>
    public static bool operator ==(PinValue a, PinValue b) => a._value == b._value;

    /// <summary>Whether one is high and one low.</summary>
    public static bool operator !=(PinValue a, PinValue b) => a._value != b._value;

    /// <inheritdoc/>
    public bool Equals(PinValue other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value;

    /// <summary><c>High</c> or <c>Low</c>.</summary>
    public override string ToString() => _value == 0 ? "Low" : "High";
}
