/** Starts a Trino server from its libraries, as the server's own launcher does. */
public class Launch
{
    public static void main(String[] arguments)
    {
        new io.trino.server.Server().start(arguments[0]);
    }
}
