namespace Iot.Device.Ssd13xx.Commands;

/// <summary>A command of all controllers of the family.</summary>
public interface ISharedCommand : ICommand
{
}
