System.Console.WriteLine("edgeseed");
