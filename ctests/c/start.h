/* A server on a port that nobody else uses. */
#ifndef START_H
#define START_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "iec61850_server.h"

static inline int start_somewhere(IedServer server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    for (int tries = 0; tries < 20; tries++) {
        int probe = socket(AF_INET, SOCK_STREAM, 0);
        address.sin_port = 0;
        if (bind(probe, (struct sockaddr *)&address, sizeof address) == 0 && getsockname(probe, (struct sockaddr *)&address, &size) == 0) {
            close(probe);
            IedServer_start(server, ntohs(address.sin_port));
            if (IedServer_isRunning(server))
                return ntohs(address.sin_port);
        } else {
            close(probe);
        }
    }
    fprintf(stderr, "no port to listen on\n");
    exit(1);
}

#endif
