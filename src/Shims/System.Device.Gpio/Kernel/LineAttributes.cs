using System.Runtime.CompilerServices;

namespace System.Device.Gpio.Kernel;

/// <summary>The <c>GPIO_V2_LINE_NUM_ATTRS_MAX</c> attributes of a <see cref="LineConfig"/>.</summary>
[InlineArray(10)]
internal struct LineAttributes
{
    private LineAttribute _first;
}
