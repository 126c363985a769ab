namespace Iot.Device.Ssd13xx.Commands;

/// <summary>A command with its parameters.</summary>
public interface ICommand
{
    /// <summary>The command's code: its first byte.</summary>
    byte Id { get; }

    /// <summary>Code and parameters as they are sent.</summary>
    byte[] GetBytes();
}
